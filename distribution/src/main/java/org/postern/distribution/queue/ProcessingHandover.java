// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Provider;
import javax.mail.MessagingException;

import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;
import org.postern.hooks.Handover;
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
        Mail copy = mail.duplicate();
        copy.setName(mail.getName());
        Unit unit = units.begin(true);
        try {
            processor.get().service(copy);
            unit.commit(List.of());
            return true;
        } catch (MessagingException | IOException | RuntimeException e) {
            LOGGER.warn("Mail {} cannot be processed at once, it goes through the spool", mail.getName(), e);
            return false;
        } finally {
            unit.discard();
            units.end(unit);
            LifecycleUtil.dispose(copy);
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
