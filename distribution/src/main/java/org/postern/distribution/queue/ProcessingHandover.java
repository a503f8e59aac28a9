// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Provider;
import javax.mail.MessagingException;

import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.postern.bridge.LastingMessage;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailMessage;
import org.postern.hooks.Handover;
import org.postern.hooks.NoRoom;
import org.postern.hooks.SpoolHandover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has mail processed while its author waits, and puts what comes of it into the outgoing queue: on disk once, not once in the spool and
 * once behind it. What cannot be processed at once, and what is not to be, goes through the spool.
 */
final class ProcessingHandover implements Handover {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessingHandover.class);

    private final SpoolHandover spool;
    private final Provider<MailProcessor> processor;
    private final Units units;

    @Inject
    ProcessingHandover(SpoolHandover spool, Provider<MailProcessor> processor, Units units) {
        this.spool = spool;
        this.processor = processor;
        this.units = units;
    }

    @Override
    public void take(Mail mail, Optional<Instant> until) throws MessagingException {
        boolean waits = until.isPresent() || MailAttributes.read(mail, MailAttributes.HELD).isPresent();
        if (waits || !isProcessed(mail)) {
            spool.take(mail, until);
        }
    }

    private boolean isProcessed(Mail mail) throws MessagingException {
        Mail copy = copy(mail);
        Unit unit = units.begin(true);
        try {
            processor.get().service(copy);
            unit.commit(List.of());
            return true;
        } catch (MessagingException | IOException | RuntimeException e) {
            Optional<NoRoom> full = NoRoom.behind(e);
            if (full.isPresent()) {
                throw new MessagingException("The mail " + mail.getName() + " cannot be queued", full.get());
            }
            LOGGER.warn("Mail {} cannot be processed at once, it goes through the spool", mail.getName(), e);
            return false;
        } finally {
            unit.discard();
            units.end(unit);
            LifecycleUtil.dispose(copy);
        }
    }

    /** Not by James's way to copy a message, which takes 8-bit octets out of its header. */
    private static Mail copy(Mail mail) throws MessagingException {
        MailImpl copy = MailImpl.duplicateWithoutMessage(mail).build();
        copy.setName(mail.getName());
        copy.setMessageNoCopy(new LastingMessage(body(mail)));
        return copy;
    }

    private static StoredBody body(Mail mail) throws MessagingException {
        if (mail.getMessageSize() > JournalledQueue.IN_JOURNAL) {
            return new StoredBody.Lent(mail.getMessage(), mail.getMessageSize());
        }
        try (InputStream octets = MailMessage.octets(mail.getMessage())) {
            return new StoredBody.InMemory(mail.getName(), octets.readAllBytes());
        } catch (IOException e) {
            throw new MessagingException("The message of " + mail.getName() + " cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
