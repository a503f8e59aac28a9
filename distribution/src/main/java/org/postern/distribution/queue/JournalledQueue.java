// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import com.github.fge.lambdas.Throwing;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.postern.accounts.Suspensions;
import org.postern.bridge.LastingMessage;
import org.postern.bridge.MailAttributes;
import org.postern.distribution.queue.Journal.Located;
import org.postern.distribution.queue.Journal.Place;
import org.postern.distribution.queue.QueuedEnvelope.Terms;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A mail queue in the journal, with the turns of its mails in memory. A message up to {@link #IN_JOURNAL} is in the journal; a larger
 * one is a synced file, named in the journal. What is queued while a mail of a queue is worked on is written together with that mail's
 * end. Mail of a suspended account stays where it is.
 */
final class JournalledQueue implements ManageableMailQueue {

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalledQueue.class);
    /** Octets of a message, from where on it is a file. */
    static final long IN_JOURNAL = 256 * 1024;
    private static final long IN_JOURNAL_WHILE_WAITING = 8 * 1024;
    private static final long RECENT = 8 * 1024 * 1024;
    private static final Duration POLL = Duration.ofSeconds(1);
    /** Before a mail that was handed back is handed out again. */
    private static final Duration BREATH = Duration.ofSeconds(1);
    private static final int AT_ONCE = 500;

    private final MailQueueName name;
    private final Journal journal;
    private final Units units;
    private final MailQueueItemDecoratorFactory decorators;
    private final LostBodies lostBodies;
    private final Suspensions suspensions;
    private final MetricFactory metrics;
    private final Metric enqueued;
    private final Metric dequeued;
    private final Clock clock = Clock.systemUTC();
    private final Turns turns;
    private final RecentMail recent = new RecentMail(RECENT);
    private final AtomicLong order = new AtomicLong();
    private volatile boolean consuming = true;
    private long looked = System.nanoTime() - POLL.toNanos();

    JournalledQueue(MailQueueName name, Journal journal, Units units, MailQueueItemDecoratorFactory decorators, LostBodies lostBodies,
            Suspensions suspensions, MetricFactory metrics, GaugeRegistry gauges) throws IOException {
        this.name = name;
        this.journal = journal;
        this.units = units;
        this.decorators = decorators;
        this.lostBodies = lostBodies;
        this.suspensions = suspensions;
        this.metrics = metrics;
        this.turns = new Turns(clock, this::isStopped);
        journal.each(name.asString(), (place, mail) -> {
            mail.bodyFile().ifPresent(journal.bodies()::use);
            turns.add(mail.summary(place, order.incrementAndGet()));
        });
        enqueued = metrics.generate(ENQUEUED_METRIC_NAME_PREFIX + name.asString());
        dequeued = metrics.generate(DEQUEUED_METRIC_NAME_PREFIX + name.asString());
        gauges.register(QUEUE_SIZE_METRIC_NAME_PREFIX + name.asString(), this::getSize);
    }

    @Override
    public MailQueueName getName() {
        return name;
    }

    @Override
    public void enQueue(Mail mail) throws MailQueueException {
        enQueue(mail, Duration.ofMillis(NO_DELAY));
    }

    @Override
    public Publisher<Void> enqueueReactive(Mail mail) {
        return Mono.fromRunnable(Throwing.runnable(() -> enQueue(mail)).sneakyThrow());
    }

    /** Returns when the mail is on disk; or, while this thread works on another one, with the end of that. */
    @Override
    public void enQueue(Mail mail, Duration delay) throws MailQueueException {
        TimeMetric time = metrics.timer(ENQUEUED_TIMER_METRIC_NAME_PREFIX + name.asString());
        try {
            long now = clock.millis();
            Duration pause = SpoolRetry.pause(name, mail);
            write(mail, now, pause.isZero() ? due(delay) : now + pause.toMillis());
        } catch (IOException | MessagingException | RuntimeException e) {
            throw new MailQueueException("The mail " + mail.getName() + " cannot be put into the queue " + name.asString(), e);
        } finally {
            time.stopAndPublish();
        }
    }

    private long due(Duration delay) {
        try {
            return clock.instant().plus(delay.isNegative() ? Duration.ZERO : delay).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            // It is so far away that there is no such date.
            return Long.MAX_VALUE;
        }
    }

    private void write(Mail mail, long now, long due) throws IOException, MessagingException {
        boolean isHeld = MailAttributes.read(mail, MailAttributes.HELD).isPresent();
        long inJournal = due > now || isHeld ? IN_JOURNAL_WHILE_WAITING : IN_JOURNAL;
        Optional<String> file = journal.bodies().of(mail.getMessage());
        if (file.isEmpty() && mail.getMessageSize() > inJournal) {
            file = Optional.of(file(mail.getMessage()));
        }
        QueuedEnvelope written = envelope(mail, new Terms(due, now, isHeld, file));
        Optional<Unit> current = units.current();
        Unit unit = current.orElseGet(units::single);
        unit.add(this, written);
        if (current.isEmpty()) {
            unit.commit(List.of());
        }
    }

    private static QueuedEnvelope envelope(Mail mail, Terms terms) throws IOException, MessagingException {
        if (terms.bodyFile().isPresent()) {
            return QueuedEnvelope.write(mail, terms, Optional.empty());
        }
        try (InputStream body = StoredBody.octets(mail.getMessage())) {
            return QueuedEnvelope.write(mail, terms, Optional.of(body));
        }
    }

    private String file(MimeMessage message) throws IOException, MessagingException {
        try (Journal.Room room = units.room(message.getSize()); InputStream body = StoredBody.octets(message)) {
            return journal.bodies().write(body);
        }
    }

    /** It is on disk now. */
    void added(Place place, QueuedEnvelope mail) {
        turns.add(mail.summary(place, order.incrementAndGet()));
        recent.put(place, mail);
        enqueued.increment();
    }

    /**
     * Waits for mail on a thread of its own: one of those that work on mail would begin to wait here as soon as all of them were busy at
     * once, for good, and what had been given to that one would wait with it.
     */
    @Override
    public Flux<MailQueueItem> deQueue() {
        return Flux.using(() -> Schedulers.newSingle("queue-" + name.asString(), true),
            thread -> Mono.defer(this::nextItem).repeat().subscribeOn(thread), Scheduler::dispose);
    }

    private Mono<MailQueueItem> nextItem() {
        try {
            if (!consuming) {
                return Mono.never();
            }
            if (!isKnownWhoIsSuspended()) {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
                return Mono.empty();
            }
            Optional<QueuedMail> next = turns.take(POLL);
            if (next.isEmpty() || next.get().bodyFile().isPresent() && reportLost(next.get())) {
                return Mono.empty();
            }
            dequeued.increment();
            return Mono.just(decorators.decorate(new Item(next.get()), name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Mono.never();
        }
    }

    /** Nothing is handed out until it is. */
    private boolean isKnownWhoIsSuspended() {
        try {
            if (System.nanoTime() - looked >= POLL.toNanos()) {
                suspensions.usernames();
                looked = System.nanoTime();
                turns.release(mail -> !suspensions.isAnySuspended(mail.accounts()));
            }
            return true;
        } catch (Exception e) {
            LOGGER.warn("It is not known which accounts are suspended; the mail of {} waits", name.asString(), e);
            return false;
        }
    }

    /** @return whether it is not to be handed out */
    private boolean reportLost(QueuedMail mail) {
        String file = mail.bodyFile().orElseThrow();
        if (Files.exists(journal.bodies().path(file))) {
            return false;
        }
        try {
            lostBodies.report(load(mail).mail(), journal.bodies().path(file));
            drop(List.of(mail));
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.error("The mail {} has lost its body {}, and that cannot be kept", mail.name(), file, e);
            turns.giveBack(mail.dueAt(clock.millis() + BREATH.toMillis()));
        }
        return true;
    }

    private boolean isStopped(QueuedMail mail) {
        boolean isStopped = suspensions.isAnySuspended(mail.accounts());
        if (isStopped) {
            LOGGER.info("Mail {} of {} is kept, the account is suspended", mail.name(), mail.accounts().get(0).asString());
        }
        return isStopped;
    }

    private QueuedEnvelope load(QueuedMail mail) throws IOException {
        Optional<QueuedEnvelope> known = recent.take(mail.place());
        return known.isPresent() ? known.get() : journal.read(located(mail));
    }

    private Mail mail(QueuedMail queued) throws IOException, MessagingException {
        QueuedEnvelope envelope = load(queued);
        MailImpl mail = envelope.mail().build();
        // Without the copy that James makes here, which also takes 8-bit octets out of the header.
        mail.setMessageNoCopy(new LastingMessage(body(queued, envelope)));
        return mail;
    }

    private Located located(QueuedMail mail) {
        return new Located(name.asString(), mail.place());
    }

    @Override
    public long getSize() {
        return turns.size();
    }

    QueueDepth depth() {
        return turns.depth();
    }

    @Override
    public long flush() {
        return turns.hurry(mail -> true);
    }

    @Override
    public long clear() throws MailQueueException {
        return remove(mail -> true);
    }

    @Override
    public long remove(Type type, String value) throws MailQueueException {
        return remove(switch (type) {
            case Name -> mail -> mail.name().equals(value);
            case Sender -> mail -> mail.sender().equals(value);
            case Recipient -> mail -> mail.isTo(value);
        });
    }

    /** @return how many are gone; what is worked on at this moment is not among them */
    long remove(Predicate<QueuedMail> wanted) throws MailQueueException {
        return remove(wanted, Long.MAX_VALUE);
    }

    /** @return how many are gone, no more than the limit */
    long remove(Predicate<QueuedMail> wanted, long limit) throws MailQueueException {
        return each(turns.takeAll(wanted, limit), this::drop);
    }

    /** @return how many a person had to let go on, and may go on now */
    long release(Predicate<QueuedMail> wanted) throws MailQueueException {
        return release(wanted, Long.MAX_VALUE);
    }

    /** @return how many may go on now, no more than the limit */
    long release(Predicate<QueuedMail> wanted, long limit) throws MailQueueException {
        return each(turns.takeAll(mail -> mail.held() && wanted.test(mail), limit), this::letGo);
    }

    /** @return how many a person has to let go on from now on, no more than the limit */
    long hold(Predicate<QueuedMail> wanted, String reason, long limit) throws MailQueueException {
        return each(turns.takeAll(mail -> !mail.held() && wanted.test(mail), limit), mails -> rewrite(mails,
            mail -> read(mail).heldBecause(reason, new Terms(mail.due(), mail.since(), true, mail.bodyFile()))));
    }

    /** @return how many that waited are due now */
    long hurry(Predicate<QueuedMail> wanted) {
        return turns.hurry(wanted);
    }

    long countHandedOut(Predicate<QueuedMail> wanted) {
        return turns.countHandedOut(wanted);
    }

    QueuedState state(QueuedMail mail) {
        if (turns.isHandedOut(mail)) {
            return QueuedState.IN_DELIVERY;
        }
        if (mail.held()) {
            return QueuedState.HELD;
        }
        if (suspensions.isAnySuspended(mail.accounts())) {
            return QueuedState.SUSPENDED;
        }
        return mail.due() > clock.millis() ? QueuedState.WAITING : QueuedState.DUE;
    }

    long count(Predicate<QueuedMail> wanted) {
        return turns.count(wanted);
    }

    List<QueuedMail> list(Predicate<QueuedMail> wanted) {
        return turns.list(wanted);
    }

    /** @throws IOException also when it is gone */
    QueuedEnvelope read(QueuedMail mail) throws IOException {
        return journal.read(located(mail));
    }

    /** Octets of its message, and where to read them. */
    StoredBody body(QueuedMail mail, QueuedEnvelope envelope) {
        return mail.bodyFile()
            .<StoredBody>map(file -> new StoredBody.InFile(journal.bodies().path(file)))
            .orElseGet(() -> envelope.body(mail.place().toString()));
    }

    private interface Step {
        void make(List<QueuedMail> mails) throws IOException;
    }

    private long each(List<QueuedMail> mails, Step step) throws MailQueueException {
        int done = 0;
        try {
            while (done < mails.size()) {
                List<QueuedMail> some = mails.subList(done, Math.min(done + AT_ONCE, mails.size()));
                step.make(some);
                done += some.size();
            }
            return done;
        } catch (IOException e) {
            throw new MailQueueException("The queue " + name.asString() + " cannot be changed; " + done + " mails are done", e);
        } finally {
            mails.subList(done, mails.size()).forEach(turns::giveBack);
        }
    }

    private void drop(List<QueuedMail> mails) throws IOException {
        journal.change(List.of(), mails.stream().map(this::located).toList());
        mails.forEach(this::gone);
    }

    private void letGo(List<QueuedMail> mails) throws IOException {
        rewrite(mails, mail -> read(mail).on(new Terms(mail.due(), mail.since(), false, mail.bodyFile())));
    }

    private interface Change {
        QueuedEnvelope of(QueuedMail mail) throws IOException;
    }

    private void rewrite(List<QueuedMail> mails, Change change) throws IOException {
        Unit unit = units.single();
        for (QueuedMail mail : mails) {
            unit.add(this, change.of(mail));
        }
        unit.commit(mails.stream().map(this::located).toList());
        mails.forEach(this::gone);
    }

    private void gone(QueuedMail mail) {
        turns.forget(mail.place());
        recent.take(mail.place());
        mail.bodyFile().ifPresent(journal.bodies()::release);
    }

    @Override
    public MailQueueIterator browse() {
        return new QueueView(turns.list(mail -> true).iterator(), this::mail);
    }

    void stopConsuming() {
        consuming = false;
    }

    /** Whether nobody works on a mail of it. */
    boolean isIdle() {
        return turns.isIdle();
    }

    /** A queue is closed with the journal. */
    @Override
    public void close() {
        LOGGER.debug("The queue {} stays open for others", name.asString());
    }

    /** A mail that is worked on. */
    private final class Item implements MailQueueItem {

        private final QueuedMail queued;
        private Optional<Mail> mail = Optional.empty();
        private Optional<Unit> unit = Optional.empty();
        private boolean isGone;

        Item(QueuedMail queued) {
            this.queued = queued;
        }

        /** What the one who works on it asks first, on the thread that does the work. */
        @Override
        public synchronized Mail getMail() {
            if (mail.isEmpty()) {
                try {
                    mail = Optional.of(mail(queued));
                } catch (IOException | MessagingException | RuntimeException e) {
                    handBack();
                    throw new IllegalStateException("The mail " + queued.name() + " cannot be read; it is tried again", e);
                }
                // A person has let it go on, and it is not to be held again when it comes back.
                mail.get().removeAttribute(MailAttributes.HELD);
                unit = Optional.of(units.begin(false));
            }
            return mail.get();
        }

        @Override
        public synchronized void done(CompletionStatus status) throws MailQueueException {
            if (isGone) {
                // RemoteDelivery hands back what it has done, too, when it fails behind that.
                return;
            }
            if (status == CompletionStatus.SUCCESS) {
                commit();
                isGone = true;
                gone(queued);
            } else {
                unit.ifPresent(Unit::discard);
                handBack();
            }
            unit.ifPresent(units::end);
        }

        private void commit() throws MailQueueException {
            try {
                unit.orElseGet(units::single).commit(List.of(located(queued)));
            } catch (IOException | RuntimeException e) {
                throw new MailQueueException("What became of " + queued.name() + " cannot be kept", e);
            }
        }

        private void handBack() {
            turns.giveBack(queued.dueAt(clock.millis() + BREATH.toMillis()));
        }
    }
}
