// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.UUID;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.postern.submission.Envelope;
import org.postern.submission.Identity;
import org.postern.submission.Submission;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;

/**
 * A James mail as a submission, and back: its header can be replaced so that no other octet of the message changes.
 * {@code javax.mail} is not asked to do that, as its {@code saveChanges} rewrites fields that nobody meant to change.
 * Not safe for use by several threads, as a mail is not.
 */
public final class SubmittedMail {
    private final Mail mail;
    private final ParsedMessage message;
    private final Submission submission;

    private SubmittedMail(Mail mail, ParsedMessage message, Submission submission) {
        this.mail = mail;
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
        try (InputStream octets = octets(mail.getMessage())) {
            ParsedMessage message = MessageParser.parse(octets);
            return new SubmittedMail(mail, message, new Submission(identity, envelope, message.header(), message.body()));
        } catch (IOException e) {
            throw new MessagingException("Message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    public Submission submission() {
        return submission;
    }

    /**
     * Gives the mail a message with this header and, octet for octet, the old empty line and body. Does nothing when the
     * header is the one that was read. A large message goes over a temporary file; the old message is disposed of.
     *
     * @throws MessagingException when the message cannot be read or stored; the mail is then as it was
     */
    public void replaceHeader(MessageHeader changed) throws MessagingException {
        if (changed == message.header()) {
            return;
        }
        MimeMessageInputStreamSource repaired;
        try (InputStream rest = octets(mail.getMessage())) {
            rest.skipNBytes(message.fieldsLength());
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            changed.writeTo(fields);
            repaired = MimeMessageInputStreamSource.create("repaired-" + UUID.randomUUID(),
                new SequenceInputStream(new ByteArrayInputStream(fields.toByteArray()), rest));
        } catch (IOException e) {
            throw new MessagingException("Message of mail " + mail.getName() + " cannot be read again", e);
        }
        if (mail instanceof MailImpl james) {
            james.setMessageContent(repaired);
        } else {
            mail.setMessage(new MimeMessageWrapper(repaired));
        }
    }

    /** A wrapper that nobody touched gives its source's octets; anything else is written out by {@code javax.mail}. */
    private static InputStream octets(MimeMessage message) throws MessagingException, IOException {
        if (message instanceof MimeMessageWrapper wrapper) {
            return wrapper.getMessageInputStream();
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.writeTo(written);
        return new ByteArrayInputStream(written.toByteArray());
    }
}
