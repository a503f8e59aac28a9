// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.QueueBrowser;
import javax.jms.Session;
import javax.mail.MessagingException;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.james.queue.jms.JMSSupport;
import org.apache.mailet.Mail;

/** What an administrator sees of a queue: the mail that is due, then the mail that waits. Read only. */
final class QueueView implements MailQueueIterator {

    /** Reads the mail out of its JMS message. */
    @FunctionalInterface
    interface Reader {
        Mail read(Message message) throws JMSException, MessagingException;
    }

    private final Session session;
    private final Reader reader;
    private final Iterator<Message> messages;

    QueueView(Connection connection, List<String> queues, Reader reader) throws MailQueueException {
        this.reader = reader;
        try {
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            List<Message> all = new ArrayList<>();
            for (String queue : queues) {
                try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
                    for (Enumeration<?> found = browser.getEnumeration(); found.hasMoreElements();) {
                        all.add((Message) found.nextElement());
                    }
                }
            }
            messages = all.iterator();
        } catch (JMSException e) {
            throw new MailQueueException("The queues " + queues + " cannot be read", e);
        }
    }

    @Override
    public boolean hasNext() {
        return messages.hasNext();
    }

    @Override
    public MailQueueItemView next() {
        Message message = messages.next();
        try {
            Instant due = Instant.ofEpochMilli(message.getLongProperty(JMSSupport.JAMES_NEXT_DELIVERY));
            return new ManageableMailQueue.DefaultMailQueueItemView(reader.read(message),
                due.atZone(ZoneId.systemDefault()));
        } catch (JMSException | MessagingException e) {
            throw new IllegalStateException("A queued mail cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (JMSException e) {
            throw new IllegalStateException("The view of a queue cannot be closed", e);
        }
    }
}
