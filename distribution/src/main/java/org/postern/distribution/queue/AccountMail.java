// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.ArrayList;
import java.util.List;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.jms.JMSException;

import org.apache.james.core.Username;
import org.apache.james.queue.api.MailQueue.MailQueueException;

/** What operators do with the queued mail of an account, in all queues: due, waiting, suspended, or held for review. */
@Singleton
public final class AccountMail {

    private final JournalledQueueFactory queues;

    @Inject
    AccountMail(JournalledQueueFactory queues) {
        this.queues = queues;
    }

    /** @return how many messages are queued for this account, be it the one whose password was used or whom it acted as */
    public long count(Username account) throws MailQueueException {
        long count = 0;
        for (JournalledQueue queue : queues.all()) {
            count += queue.count(QueuedEnvelope.ofAccount(account));
        }
        return count;
    }

    /**
     * Removes them for good; what is being delivered at this moment is not among them.
     *
     * @return how many
     */
    public long purge(Username account) throws MailQueueException {
        long count = 0;
        for (JournalledQueue queue : queues.all()) {
            count += queue.removeWithSelector(QueuedEnvelope.ofAccount(account)).size();
        }
        return count;
    }

    /** The oldest first. */
    public List<HeldMessage> held() throws MailQueueException {
        List<HeldMessage> held = new ArrayList<>();
        for (JournalledQueue queue : queues.all()) {
            held.addAll(whole(queue.held()::list));
        }
        return List.copyOf(held);
    }

    /** @return whether there was such a message; it goes on now */
    public boolean release(String id) throws MailQueueException {
        long count = 0;
        for (JournalledQueue queue : queues.all()) {
            count += whole(() -> queue.releaseHeld(QueuedEnvelope.named(id)));
        }
        return count > 0;
    }

    /** @return how many go on now */
    public long releaseAll(Username account) throws MailQueueException {
        long count = 0;
        for (JournalledQueue queue : queues.all()) {
            count += whole(() -> queue.releaseHeld(QueuedEnvelope.ofAccount(account)));
        }
        return count;
    }

    /** @return whether there was such a message; it is gone */
    public boolean drop(String id) throws MailQueueException {
        long count = 0;
        for (JournalledQueue queue : queues.all()) {
            count += queue.dropHeld(QueuedEnvelope.named(id));
        }
        return count > 0;
    }

    /** @return how many are gone */
    public long dropAll(Username account) throws MailQueueException {
        long count = 0;
        for (JournalledQueue queue : queues.all()) {
            count += queue.dropHeld(QueuedEnvelope.ofAccount(account));
        }
        return count;
    }

    private interface Work<T> {
        T run() throws JMSException;
    }

    private static <T> T whole(Work<T> work) throws MailQueueException {
        try {
            return work.run();
        } catch (JMSException e) {
            throw new MailQueueException("The mail that is held for review cannot be read", e);
        }
    }
}
