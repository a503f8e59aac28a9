// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/** Puts mail into James's spool. */
public final class SpoolHandover implements Handover {

    private final Clock clock = Clock.systemUTC();
    private final MailQueue spool;

    @Inject
    public SpoolHandover(MailQueueFactory<?> queues) {
        spool = queues.createQueue(MailQueueFactory.SPOOL);
    }

    @Override
    public void take(Mail mail, Optional<Instant> until) throws MessagingException {
        if (until.isPresent()) {
            // The queue takes a time that has come in the meantime for no delay.
            spool.enQueue(mail, Duration.between(clock.instant(), until.get()));
        } else {
            spool.enQueue(mail);
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
