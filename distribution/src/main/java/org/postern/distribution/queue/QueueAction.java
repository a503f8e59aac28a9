// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.function.Predicate;

import org.apache.james.queue.api.MailQueue.MailQueueException;

/** What an operator does with queued mail; what is in delivery at this moment is never touched. */
public enum QueueAction {

    /** It stays until it is released, over restarts. */
    HOLD {
        @Override
        boolean concerns(QueuedMail mail, long now) {
            return !mail.held();
        }

        @Override
        long in(JournalledQueue queue, Predicate<QueuedMail> wanted, long limit) throws MailQueueException {
            return queue.hold(wanted, "an operator", limit);
        }
    },

    /** What was held goes on, also what waits for review. */
    RELEASE {
        @Override
        boolean concerns(QueuedMail mail, long now) {
            return mail.held();
        }

        @Override
        long in(JournalledQueue queue, Predicate<QueuedMail> wanted, long limit) throws MailQueueException {
            return queue.release(wanted, limit);
        }
    },

    /** It is tried now. Not what its author wants to wait (RFC 4865), and not what is held. */
    RETRY {
        @Override
        boolean concerns(QueuedMail mail, long now) {
            return !mail.held() && mail.due() > now && mail.past().notBefore() <= now;
        }

        @Override
        long in(JournalledQueue queue, Predicate<QueuedMail> wanted, long limit) {
            // In memory, and so not worth being divided.
            return queue.hurry(wanted);
        }
    },

    /** It is gone, and its author not told. */
    DELETE {
        @Override
        boolean concerns(QueuedMail mail, long now) {
            return true;
        }

        @Override
        long in(JournalledQueue queue, Predicate<QueuedMail> wanted, long limit) throws MailQueueException {
            return queue.remove(wanted, limit);
        }
    };

    /** @param now in milliseconds since the epoch */
    abstract boolean concerns(QueuedMail mail, long now);

    /** @return how many are done */
    abstract long in(JournalledQueue queue, Predicate<QueuedMail> wanted, long limit) throws MailQueueException;
}
