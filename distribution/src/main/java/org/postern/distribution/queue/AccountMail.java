// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators do with the queued mail of an account, in all queues: due, waiting, suspended, or held for review. */
@Singleton
public final class AccountMail {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountMail.class);
    /** Of one command: there has to be room for what happens to other mail meanwhile. */
    private static final int MOST_TRACED = 10_000;

    private final JournalledQueueFactory queues;
    private final Trace trace;

    @Inject
    AccountMail(JournalledQueueFactory queues, Trace trace) {
        this.queues = queues;
        this.trace = trace;
    }

    /** @return how many messages are queued for this account, be it the one whose password was used or whom it acted as */
    public long count(Username account) {
        return queues.all().stream().mapToLong(queue -> queue.count(mail -> mail.isOf(account))).sum();
    }

    /**
     * Removes them for good; what is being delivered at this moment is not among them.
     *
     * @return how many
     */
    public long purge(Username account) throws MailQueueException {
        return removed("purged", mail -> mail.isOf(account));
    }

    /** The oldest first. */
    public List<HeldMessage> held() {
        return queues.all().stream()
            .flatMap(queue -> queue.list(QueuedMail::held).stream().flatMap(mail -> describe(queue, mail).stream()))
            .sorted(Comparator.comparing(HeldMessage::since))
            .toList();
    }

    private static Optional<HeldMessage> describe(JournalledQueue queue, QueuedMail queued) {
        try {
            Mail mail = queue.read(queued).mail().build();
            return Optional.of(new HeldMessage(mail.getName(),
                queued.accounts().stream().map(Username::asString).findFirst().orElse(""),
                Instant.ofEpochMilli(queued.since()),
                MailAttributes.read(mail, MailAttributes.HELD).orElse(""),
                mail.getMaybeSender().asString(),
                mail.getRecipients().stream().map(MailAddress::asString).toList()));
        } catch (IOException | AddressException e) {
            LOGGER.debug("{} has left the queue meanwhile", queued.name(), e);
            return Optional.empty();
        }
    }

    /** @return whether there was such a message; it goes on now */
    public boolean release(String id) throws MailQueueException {
        return released(mail -> mail.name().equals(id)) > 0;
    }

    /** @return how many go on now */
    public long releaseAll(Username account) throws MailQueueException {
        return released(mail -> mail.isOf(account));
    }

    /** @return whether there was such a message; it is gone */
    public boolean drop(String id) throws MailQueueException {
        return removed("dropped", mail -> mail.held() && mail.name().equals(id)) > 0;
    }

    /** @return how many are gone */
    public long dropAll(Username account) throws MailQueueException {
        return removed("dropped", mail -> mail.held() && mail.isOf(account));
    }

    private long released(Predicate<QueuedMail> wanted) throws MailQueueException {
        return traced(Kind.RELEASED, "", wanted, JournalledQueue::release);
    }

    private long removed(String how, Predicate<QueuedMail> wanted) throws MailQueueException {
        return traced(Kind.REMOVED, how, wanted, JournalledQueue::remove);
    }

    private interface Change {
        long in(JournalledQueue queue, Predicate<QueuedMail> wanted) throws MailQueueException;
    }

    /** What the queue takes out to change it is told when it is changed. */
    private long traced(Kind kind, String how, Predicate<QueuedMail> wanted, Change change) throws MailQueueException {
        List<QueuedMail> changed = new ArrayList<>();
        long sum = sum(queue -> change.in(queue, mail -> wanted.test(mail) && changed.add(mail)));
        Instant now = Instant.now();
        changed.stream().limit(MOST_TRACED)
            .forEach(mail -> trace.record(TraceEvent.ofMail(now, kind, mail.name()).with(TraceField.REASON, how)));
        return sum;
    }

    private interface Work {
        long in(JournalledQueue queue) throws MailQueueException;
    }

    private long sum(Work work) throws MailQueueException {
        long sum = 0;
        for (JournalledQueue queue : queues.all()) {
            sum += work.in(queue);
        }
        return sum;
    }
}
