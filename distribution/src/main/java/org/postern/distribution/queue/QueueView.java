// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator sees of a queue: the mail that is due, then the mail that waits. Read only, one mail at a time. */
final class QueueView implements MailQueueIterator {

    /** Reads a mail out of the journal. */
    @FunctionalInterface
    interface Reader {
        Mail read(QueuedMail mail) throws IOException, MessagingException;
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(QueueView.class);

    private final Iterator<QueuedMail> mails;
    private final Reader reader;
    private Optional<MailQueueItemView> next = Optional.empty();

    QueueView(Iterator<QueuedMail> mails, Reader reader) {
        this.mails = mails;
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && mails.hasNext()) {
            next = read(mails.next());
        }
        return next.isPresent();
    }

    private Optional<MailQueueItemView> read(QueuedMail mail) {
        try {
            ZonedDateTime due = Instant.ofEpochMilli(mail.due()).atZone(ZoneId.systemDefault());
            return Optional.of(new ManageableMailQueue.DefaultMailQueueItemView(reader.read(mail), due));
        } catch (IOException | MessagingException e) {
            LOGGER.debug("{} has left the queue meanwhile", mail.name(), e);
            return Optional.empty();
        }
    }

    @Override
    public MailQueueItemView next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No more mail");
        }
        MailQueueItemView view = next.orElseThrow();
        next = Optional.empty();
        return view;
    }

    @Override
    public void close() {
        next = Optional.empty();
    }
}
