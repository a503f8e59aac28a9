// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Duration;

import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

/**
 * When the spool takes up a mail again that a fault of ours kept it from processing. James does so at once, five times, and
 * then puts the mail aside: a database that is away for a second would be enough.
 */
final class SpoolRetry {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int FACTOR = 6;

    private SpoolRetry() {
    }

    /** 10 seconds after the first fault, then six times longer after each: more than four hours in all. Zero for other mail. */
    static Duration pause(MailQueueName queue, Mail mail) {
        if (!queue.equals(MailQueueFactory.SPOOL)) {
            return Duration.ZERO;
        }
        int faults = AttributeUtils.getValueAndCastFromMail(mail, JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, Integer.class)
            .orElse(0);
        return faults < 1 ? Duration.ZERO
            : FIRST.multipliedBy((long) Math.pow(FACTOR, Math.min(faults, JamesMailSpooler.MAXIMUM_FAILURE_COUNT) - 1));
    }
}
