// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators do with the queued mail of an account, in all queues: due, waiting, suspended, or held for review. */
@Singleton
public final class AccountMail {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountMail.class);

    private final JournalledQueueFactory queues;

    @Inject
    AccountMail(JournalledQueueFactory queues) {
        this.queues = queues;
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
        return sum(queue -> queue.remove(mail -> mail.isOf(account)));
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
        return sum(queue -> queue.release(mail -> mail.name().equals(id))) > 0;
    }

    /** @return how many go on now */
    public long releaseAll(Username account) throws MailQueueException {
        return sum(queue -> queue.release(mail -> mail.isOf(account)));
    }

    /** @return whether there was such a message; it is gone */
    public boolean drop(String id) throws MailQueueException {
        return sum(queue -> queue.remove(mail -> mail.held() && mail.name().equals(id))) > 0;
    }

    /** @return how many are gone */
    public long dropAll(Username account) throws MailQueueException {
        return sum(queue -> queue.remove(mail -> mail.held() && mail.isOf(account)));
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
