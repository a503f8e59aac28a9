// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.List;

import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.submission.Envelope;
import org.postern.submission.Identity;
import org.postern.submission.Submission;
import org.postern.submission.header.MessageHeader;

/** A James mail as a submission, and back. Not safe for use by several threads, as a mail is not. */
public final class SubmittedMail {
    private final MailMessage message;
    private final Submission submission;

    private SubmittedMail(MailMessage message, Submission submission) {
        this.message = message;
        this.submission = submission;
    }

    /**
     * Reads the mail's message once, from its first octet to its last.
     *
     * @throws MessagingException when the message cannot be read
     */
    public static SubmittedMail read(Mail mail, Identity identity) throws MessagingException {
        boolean smtpUtf8 = MailAttributes.read(mail, MailAttributes.SMTP_UTF8).filter("true"::equals).isPresent();
        Envelope envelope = new Envelope(mail.getMaybeSender(), List.copyOf(mail.getRecipients()), smtpUtf8);
        MailMessage message = MailMessage.read(mail);
        return new SubmittedMail(message, new Submission(identity, envelope, message.parsed().header(), message.parsed().body()));
    }

    public Submission submission() {
        return submission;
    }

    /**
     * Gives the mail a message with this header and no other octet changed; see {@link MailMessage#replaceHeader}.
     *
     * @throws MessagingException when the message cannot be read or stored; the mail is then as it was
     */
    public void replaceHeader(MessageHeader changed) throws MessagingException {
        message.replaceHeader(changed);
    }
}
