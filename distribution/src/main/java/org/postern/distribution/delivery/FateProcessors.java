// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a copy of a mail goes when its fate changes; a report is usually made there. Nothing is said about mail without a
 * reverse-path.
 *
 * @param context one that leaves the mail itself as it is
 */
record FateProcessors(MailetContext context, Optional<String> late, Optional<String> failed, Optional<String> relayed) {

    private static final Logger LOGGER = LoggerFactory.getLogger(FateProcessors.class);

    /** @return whether there is no need to say it again */
    boolean isLate(Mail mail) {
        if (late.isEmpty() || !mail.hasSender()) {
            return false;
        }
        try {
            context.sendMail(mail, late.get());
            return true;
        } catch (MessagingException | IllegalStateException e) {
            LOGGER.warn("The author of {} could not be told of the delay; it is tried again", mail.getName(), e);
            return false;
        }
    }

    /** @throws IllegalStateException when that could not be queued: the mail is not to be forgotten then */
    void hasFailed(Mail mail, String reason) {
        if (!mail.hasSender()) {
            return;
        }
        mail.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR, AttributeValue.of(reason)));
        try {
            if (failed.isPresent()) {
                context.sendMail(mail, failed.get());
            } else {
                context.bounce(mail, reason);
            }
        } catch (MessagingException e) {
            throw new IllegalStateException("The report on " + mail.getName() + " could not be queued", e);
        }
    }

    /** The mail is delivered, and stays so, whatever becomes of the report. */
    void isRelayed(Mail mail, List<MailAddress> recipients, String reply) {
        if (relayed.isEmpty() || !mail.hasSender()) {
            return;
        }
        try (InputStream header = ReturnedMessage.header(mail)) {
            MailImpl copy = MailImpl.builder()
                .name(mail.getName() + "-relayed")
                .sender(mail.getMaybeSender())
                .addRecipients(recipients)
                .addAttributes(mail.attributes().toList())
                .build();
            try {
                copy.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR, AttributeValue.of(reply)));
                copy.setMessageContent(MimeMessageInputStreamSource.create(copy.getName(), header));
                context.sendMail(copy, relayed.get());
            } finally {
                LifecycleUtil.dispose(copy);
            }
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.warn("The author of {} could not be told of its delivery to {}", mail.getName(), recipients, e);
        }
    }
}
