// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.jms.BytesMessage;
import javax.jms.ConnectionFactory;
import javax.jms.DeliveryMode;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Session;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.jms.JMSCacheableMailQueue;
import org.apache.james.queue.jms.JMSMailQueueItem;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.postern.accounts.Suspensions;
import org.postern.bridge.MailAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A mail queue on the broker's journal. A message up to {@link #IN_JOURNAL} travels in the journal; a larger one is a
 * synced file, named by the journalled message and removed after the item is done. Mail that waits for its next try
 * waits in a queue of its own, so that it never stands in the way of mail that is due. It goes back to wait in the
 * transaction that took it out: after a crash it is there once.
 */
final class JournalledQueue extends JMSCacheableMailQueue {

    /** JMS property with the name of the file that holds the body. */
    static final String BODY_FILE = "POSTERN_BODY_FILE";

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalledQueue.class);
    private static final long IN_JOURNAL = 256 * 1024;
    private static final long IN_JOURNAL_WHILE_WAITING = 8 * 1024;
    private static final long POLL_MILLIS = 1000;
    private static final int LOWEST_PRIORITY = 0;

    private final Broker broker;
    private final Senders senders;
    private final LostBodies lostBodies;
    private final QueueClock clock;
    private final WaitingMail waiting;
    private final SuspendedMail suspended;
    private final HeldMail held;
    /** What is dequeued and not done yet; by identity, as a copy of a mail is another mail. */
    private final Map<Mail, JournalledItem> inProgress = Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile boolean consuming = true;

    JournalledQueue(Broker broker, ConnectionFactory connections, MailQueueItemDecoratorFactory decorators,
            MailQueueName name, MetricFactory metrics, GaugeRegistry gauges, LostBodies lostBodies, Suspensions suspensions) {
        super(connections, decorators, name, metrics, gauges);
        this.broker = broker;
        this.senders = new Senders(connections);
        this.lostBodies = lostBodies;
        this.clock = new QueueClock(name.asString() + ".clock");
        this.waiting = new WaitingMail(broker, connection, name.asString(), clock);
        this.suspended = new SuspendedMail(broker, connection, name.asString(), suspensions, clock);
        this.held = new HeldMail(broker, connection, name.asString());
    }

    @Override
    public Flux<MailQueueItem> deQueue() {
        return Mono.defer(this::nextItem).repeat();
    }

    @Override
    protected Map<String, Object> getJMSProperties(Mail mail, long due) throws MessagingException {
        return QueuedEnvelope.write(mail, due);
    }

    @Override
    protected MailImpl.Builder populateMail(Message message) throws JMSException {
        return QueuedEnvelope.read(message);
    }

    /** Blocks until the message is on disk. */
    @Override
    protected void produceMail(Map<String, Object> asked, int jamesPriority, Mail mail)
            throws JMSException, MessagingException, IOException {
        int priority = jmsPriority(jamesPriority);
        long now = System.currentTimeMillis();
        Duration pause = SpoolRetry.pause(queueName, mail);
        Map<String, Object> properties = new HashMap<>(asked);
        if (!pause.isZero()) {
            properties.put(JAMES_NEXT_DELIVERY, now + pause.toMillis());
        }
        boolean waits = (Long) properties.get(JAMES_NEXT_DELIVERY) > now;
        String destination = HeldMail.isFor(mail) ? held.name() : waits ? waiting.name() : queueName.asString();
        if (mail.getMessageSize() > (waits ? IN_JOURNAL_WHILE_WAITING : IN_JOURNAL)) {
            sendWithFile(destination, properties, priority, mail);
        } else {
            byte[] bytes = read(mail.getMessage());
            send(mail, destination, priority, session -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(bytes);
                return withProperties(message, properties);
            });
        }
    }

    /** James's ordinary mail becomes JMS's: the journal keeps apart what is below, at and above that, and nothing finer. */
    private static int jmsPriority(int jamesPriority) {
        return Math.max(LOWEST_PRIORITY, jamesPriority - (MailPrioritySupport.NORMAL_PRIORITY - Message.DEFAULT_PRIORITY));
    }

    private void sendWithFile(String destination, Map<String, Object> properties, int priority, Mail mail)
            throws JMSException, MessagingException, IOException {
        String file;
        try (InputStream body = stream(mail.getMessage())) {
            file = broker.bodies().write(body);
        }
        boolean sent = false;
        try {
            send(mail, destination, priority, session -> {
                Message message = withProperties(session.createBytesMessage(), properties);
                message.setStringProperty(BODY_FILE, file);
                return message;
            });
            sent = true;
        } finally {
            if (!sent) {
                LOGGER.warn("The enqueue of {} failed; its body {} is cleaned up at the next start", mail.getName(),
                    file);
            }
        }
    }

    private void send(Mail mail, String destination, int priority, Senders.Maker maker) throws JMSException {
        JournalledItem item = inProgress.get(mail);
        if (item == null) {
            senders.send(destination, priority, maker);
        } else {
            item.send(destination, priority, maker);
        }
    }

    private static Message withProperties(Message message, Map<String, Object> properties) throws JMSException {
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        return message;
    }

    private static byte[] read(MimeMessage message) throws IOException, MessagingException {
        try (InputStream in = stream(message)) {
            return in.readAllBytes();
        }
    }

    private static InputStream stream(MimeMessage message) throws MessagingException {
        return message instanceof MimeMessageWrapper wrapper
            ? wrapper.getMessageInputStream() : new MimeMessageInputStream(message);
    }

    private Mono<MailQueueItem> nextItem() {
        if (!consuming) {
            return Mono.never();
        }
        if (!suspended.isKnown()) {
            pause();
            return Mono.empty();
        }
        Session session = null;
        MessageConsumer consumer = null;
        try {
            session = connection.createSession(true, Session.SESSION_TRANSACTED);
            consumer = session.createConsumer(session.createQueue(queueName.asString()));
            Message message = consumer.receive(POLL_MILLIS);
            if (message != null && consuming && suspended.takes(session, message)) {
                release(session, consumer);
                return Mono.empty();
            }
            if (message != null && consuming) {
                dequeuedMailsMetric.increment();
                return createMailQueueItem(session, consumer, message);
            }
            release(session, consumer);
            return Mono.empty();
        } catch (JMSException | MessagingException e) {
            release(session, consumer);
            if (!consuming) {
                return Mono.never();
            }
            return Mono.error(new MailQueueException("The queue " + queueName.asString() + " cannot be read", e));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(Session session, MessageConsumer consumer) {
        if (consuming) {
            rollback(session);
        }
        // Closing rolls back too, and is quiet about a connection that is gone.
        closeConsumer(consumer);
        closeSession(session);
    }

    @Override
    protected Mono<MailQueueItem> createMailQueueItem(Session session, MessageConsumer consumer, Message message)
            throws JMSException, MessagingException {
        String file = message.getStringProperty(BODY_FILE);
        if (file != null && !Files.exists(broker.bodies().path(file))) {
            lostBodies.report(populateMail(message), broker.bodies().path(file));
            session.commit();
            release(session, consumer);
            return Mono.empty();
        }
        Mail mail = read(message);
        // A person has let it go on, and it is not to be held again when it comes back.
        mail.removeAttribute(MailAttributes.HELD);
        JournalledItem item = new JournalledItem(mail, session, consumer, file);
        inProgress.put(item.getMail(), item);
        return Mono.just(mailQueueItemDecoratorFactory.decorate(item, queueName));
    }

    /** Without the copy of the message that James makes here, which also takes 8-bit octets out of its header. */
    private Mail read(Message message) throws JMSException, MessagingException {
        MailImpl mail = populateMail(message).build();
        mail.setMessageNoCopy(mimeMessage(message));
        return mail;
    }

    @Override
    protected MimeMessageWrapper mimeMessage(Message message) throws JMSException {
        String file = message.getStringProperty(BODY_FILE);
        if (file != null) {
            return new MimeMessageWrapper(new StoredBody.InFile(broker.bodies().path(file)));
        }
        return new MimeMessageWrapper(
            new StoredBody.InMessage(message.getJMSMessageID(), JmsMessages.bytes((BytesMessage) message)));
    }

    @Override
    public long getSize() {
        return names().mapToLong(broker::depth).sum();
    }

    /** Of the JMS queues in which the mail of this queue is. */
    private Stream<String> names() {
        return Stream.of(queueName.asString(), waiting.name(), suspended.name(), held.name());
    }

    HeldMail held() {
        return held;
    }

    /** @return how many go on, at their time */
    long releaseHeld(String selector) throws JMSException {
        return held.release(selector, waiting.name());
    }

    /** @return how many are gone */
    long dropHeld(String selector) throws MailQueueException {
        return remove(Stream.of(held.name()), selector).size();
    }

    /** @return how many the selector finds, here and beside the queue */
    long count(String selector) throws MailQueueException {
        try {
            long count = 0;
            for (String name : names().filter(queue -> broker.depth(queue) > 0).toList()) {
                count += JmsMessages.count(connection, name, selector);
            }
            return count;
        } catch (JMSException e) {
            throw new MailQueueException("The queue " + queueName.asString() + " cannot be read", e);
        }
    }

    /** Makes waiting mail due now. */
    @Override
    public long flush() throws MailQueueException {
        try {
            return waiting.releaseAll();
        } catch (JMSException e) {
            throw new MailQueueException("The queue " + queueName.asString() + " cannot be flushed", e);
        }
    }

    @Override
    public long remove(Type type, String value) throws MailQueueException {
        return removeWithSelector(switch (type) {
            case Name -> QueuedEnvelope.with(JAMES_MAIL_NAME, value);
            case Sender -> QueuedEnvelope.with(JAMES_MAIL_SENDER, value);
            case Recipient -> QueuedEnvelope.withRecipient(value);
        }).size();
    }

    @Override
    public List<Message> removeWithSelector(String selector) throws MailQueueException {
        return remove(names(), selector);
    }

    private List<Message> remove(Stream<String> names, String selector) throws MailQueueException {
        try {
            List<Message> removed = new ArrayList<>();
            for (String name : names.filter(queue -> broker.depth(queue) > 0).toList()) {
                removed.addAll(JmsMessages.remove(connection, name, selector));
            }
            for (Message message : removed) {
                String file = message.getStringProperty(BODY_FILE);
                if (file != null) {
                    broker.bodies().remove(file);
                }
            }
            return removed;
        } catch (JMSException | IOException e) {
            throw new MailQueueException("Mail cannot be removed from the queue " + queueName.asString(), e);
        }
    }

    @Override
    public MailQueueIterator browse() throws MailQueueException {
        return new QueueView(connection, names().toList(), this::read);
    }

    @Override
    protected Message copy(Session session, Message message) throws JMSException {
        return JmsMessages.copy(session, (BytesMessage) message);
    }

    void stopConsuming() {
        consuming = false;
        clock.stop();
    }

    @Override
    public void dispose() {
        stopConsuming();
        try {
            senders.close();
        } catch (JMSException e) {
            LOGGER.debug("A session of {} did not close", queueName.asString(), e);
        }
        super.dispose();
    }

    /** Removes the body file once the dequeue is committed. */
    private final class JournalledItem extends JMSMailQueueItem {

        private final String file;

        JournalledItem(Mail mail, Session session, MessageConsumer consumer, String file) {
            super(mail, session, consumer);
            this.file = file;
        }

        /** On disk, and to be seen by others, when this item is done; gone when it is handed back. */
        void send(String destination, int priority, Senders.Maker maker) throws JMSException {
            try (MessageProducer producer = session.createProducer(session.createQueue(destination))) {
                producer.send(maker.make(session), DeliveryMode.PERSISTENT, priority, Message.DEFAULT_TIME_TO_LIVE);
            }
        }

        @Override
        public void done(CompletionStatus status) throws MailQueueException {
            inProgress.remove(mail);
            super.done(status);
            if (file != null && status == CompletionStatus.SUCCESS) {
                Path path = broker.bodies().path(file);
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    LOGGER.warn("{} cannot be removed; the next start does it", path, e);
                }
            }
        }
    }
}
