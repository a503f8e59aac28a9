// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;

import org.apache.james.queue.api.MailQueue.MailQueueException;

/**
 * What operators do with the mail of all queues. It is chosen by what is in memory; the journal is read only for what is shown, or
 * written again.
 */
@Singleton
public final class QueueWork {

    private static final int MOST_OF_A_HEADER = 64 * 1024;

    private final JournalledQueueFactory queues;
    private final Clock clock;

    /**
     * What a part of the work came to.
     *
     * @param done how many mails
     * @param left how many are to be done yet
     * @param inDelivery how many more it would be, were they not tried at this moment, and left alone
     */
    public record Part(long done, long left, long inDelivery) {
    }

    @Inject
    QueueWork(JournalledQueueFactory queues, Clock clock) {
        this.queues = queues;
        this.clock = clock;
    }

    public long count(Selection which) {
        return queues.all().stream().mapToLong(queue -> queue.count(which::has)).sum();
    }

    /** Queue by queue, in the order of their turns. */
    public List<ListedMail> list(Selection which, int limit) {
        return found(which::has).flatMap(found -> found.read(envelope -> listed(found, envelope)).stream()).limit(limit).toList();
    }

    /** With its header as it is queued. */
    public List<ShownMail> show(Selection which, int limit) {
        return found(which::has).flatMap(found -> found.read(envelope -> shown(found, envelope)).stream()).limit(limit).toList();
    }

    /** Those that the action would be done to. */
    public List<ListedMail> preview(QueueAction action, Selection which, int limit) {
        return found(concerned(action, which))
            .filter(found -> found.queue().state(found.mail()) != QueuedState.IN_DELIVERY)
            .flatMap(found -> found.read(envelope -> listed(found, envelope)).stream())
            .limit(limit).toList();
    }

    private Stream<FoundMail> found(Predicate<QueuedMail> wanted) {
        return queues.all().stream().flatMap(queue -> queue.list(wanted).stream().map(mail -> new FoundMail(queue, mail)));
    }

    /** How much the action would have to do. */
    public Part ahead(QueueAction action, Selection which) {
        Predicate<QueuedMail> concerned = concerned(action, which);
        return new Part(0, left(concerned), inDelivery(concerned));
    }

    /** Does it to so many; what costs nothing is done to all. */
    public Part work(QueueAction action, Selection which, long limit) throws MailQueueException {
        Predicate<QueuedMail> concerned = concerned(action, which);
        // Before the work: what is let go on may be in delivery the next moment.
        long inDelivery = inDelivery(concerned);
        long done = 0;
        for (JournalledQueue queue : queues.all()) {
            if (done < limit) {
                done += action.in(queue, concerned, limit - done);
            }
        }
        return new Part(done, left(concerned(action, which)), inDelivery);
    }

    private long left(Predicate<QueuedMail> concerned) {
        return queues.all().stream().mapToLong(queue -> Math.max(0, queue.count(concerned) - queue.countHandedOut(concerned))).sum();
    }

    private long inDelivery(Predicate<QueuedMail> concerned) {
        return queues.all().stream().mapToLong(queue -> queue.countHandedOut(concerned)).sum();
    }

    private Predicate<QueuedMail> concerned(QueueAction action, Selection which) {
        long now = clock.millis();
        return mail -> action.concerns(mail, now) && which.has(mail);
    }

    private static ListedMail listed(FoundMail found, QueuedEnvelope envelope) throws IOException, AddressException {
        QueuedMail queued = found.mail();
        QueuedState state = found.queue().state(queued);
        boolean isTimed = state == QueuedState.WAITING || state == QueuedState.DUE;
        return new ListedMail(found.queue().getName().asString(), envelope.mail().build(), state,
            Instant.ofEpochMilli(queued.past().arrived()),
            Optional.of(Instant.ofEpochMilli(queued.due())).filter(due -> isTimed), queued.past().tries(),
            found.body(envelope).getMessageSize());
    }

    private static ShownMail shown(FoundMail found, QueuedEnvelope envelope) throws IOException, AddressException {
        try (InputStream message = found.body(envelope).getInputStream()) {
            return new ShownMail(listed(found, envelope), ShownMail.header(message.readNBytes(MOST_OF_A_HEADER)));
        }
    }
}
