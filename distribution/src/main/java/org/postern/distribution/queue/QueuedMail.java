// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;
import org.postern.distribution.queue.Journal.Place;

/**
 * What is kept in memory of a queued mail: enough to say when its turn is, and to find it.
 *
 * @param order of the enqueue; unlike that of all others in the queue
 * @param due in milliseconds since the epoch
 * @param priority James's, the highest first
 * @param since when it was queued, in milliseconds since the epoch
 * @param held whether a person has to let it go on
 * @param recipients each between line ends
 * @param accounts whose mail it is; nobody's when this server made it
 * @param bodyFile the file with its body; absent when the journal has it
 * @param past what has become of it so far
 */
record QueuedMail(Place place, long order, long due, int priority, long since, boolean held, String name, String sender, String recipients,
        List<Username> accounts, Optional<String> bodyFile, Past past) {

    /**
     * What has become of a mail before it was queued here.
     *
     * @param arrived when it was submitted, in milliseconds since the epoch
     * @param tries how often its delivery has failed for the time being
     * @param notBefore when its author wants it to go on (RFC 4865), in milliseconds since the epoch; 0 for at once
     */
    record Past(long arrived, int tries, long notBefore) {
    }

    /** Whose turn it is first, among mail that is due. */
    static final Comparator<QueuedMail> BY_TURN = Comparator.comparingInt(QueuedMail::priority).reversed()
        .thenComparingLong(QueuedMail::order);

    /** Which is due first. */
    static final Comparator<QueuedMail> BY_TIME = Comparator.comparingLong(QueuedMail::due).thenComparingLong(QueuedMail::order);

    boolean isOf(Username account) {
        return accounts.stream().anyMatch(one -> UserNames.areSame(one, account));
    }

    boolean isTo(String recipient) {
        return recipients.contains(QueuedEnvelope.SEPARATOR + recipient + QueuedEnvelope.SEPARATOR);
    }

    /** It waits as long as it was to, from another time on; but not less than its author wants. */
    QueuedMail queuedAt(long millis) {
        return new QueuedMail(place, order, Math.max(due - since + millis, past.notBefore()), priority, millis, held, name, sender,
            recipients, accounts, bodyFile, past);
    }

    QueuedMail dueAt(long millis) {
        return new QueuedMail(place, order, millis, priority, since, held, name, sender, recipients, accounts, bodyFile,
            past);
    }
}
