// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.UUID;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;

/**
 * The message of a James mail as octets: its header can be replaced so that no other octet changes. {@code javax.mail} is
 * not asked to do that, as its {@code saveChanges} rewrites fields that nobody meant to change. Not safe for use by several
 * threads, as a mail is not.
 */
public final class MailMessage {
    private final Mail mail;
    private final ParsedMessage message;

    private MailMessage(Mail mail, ParsedMessage message) {
        this.mail = mail;
        this.message = message;
    }

    /**
     * Reads the mail's message once, from its first octet to its last.
     *
     * @throws MessagingException when the message cannot be read
     */
    public static MailMessage read(Mail mail) throws MessagingException {
        try (InputStream octets = octets(mail.getMessage())) {
            return new MailMessage(mail, MessageParser.parse(octets));
        } catch (IOException e) {
            throw new MessagingException("Message of mail " + mail.getName() + " cannot be read", e);
        }
    }

    public ParsedMessage parsed() {
        return message;
    }

    /** What follows the empty line after the header; for whoever closes it. */
    public InputStream body() throws MessagingException, IOException {
        return from(message.headerLength());
    }

    /**
     * Gives the mail a message with this header and, octet for octet, the old empty line and body. Does nothing when the
     * header is the one that was read. A large message goes over a temporary file, but for a {@link LastingMessage}; the old message is
     * disposed of.
     *
     * @throws MessagingException when the message cannot be read or stored; the mail is then as it was
     */
    public void replaceHeader(MessageHeader changed) throws MessagingException {
        if (changed == message.header()) {
            return;
        }
        if (mail.getMessage() instanceof LastingMessage lasting && lasting.isUntouched()) {
            give(lasting.beginning(octets(changed), message.fieldsLength()));
            return;
        }
        MimeMessageInputStreamSource repaired;
        try (InputStream rest = from(message.fieldsLength())) {
            repaired = MimeMessageInputStreamSource.create("repaired-" + UUID.randomUUID(),
                new SequenceInputStream(new ByteArrayInputStream(octets(changed)), rest));
        } catch (IOException e) {
            throw new MessagingException("Message of mail " + mail.getName() + " cannot be read again", e);
        }
        give(new MimeMessageWrapper(repaired));
    }

    private void give(MimeMessageWrapper repaired) throws MessagingException {
        if (mail instanceof MailImpl james) {
            james.setMessageNoCopy(repaired);
        } else {
            mail.setMessage(repaired);
        }
    }

    private static byte[] octets(MessageHeader header) throws MessagingException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        try {
            header.writeTo(fields);
        } catch (IOException e) {
            throw new MessagingException("Memory cannot be written to", e);
        }
        return fields.toByteArray();
    }

    private InputStream from(long position) throws MessagingException, IOException {
        InputStream octets = octets(mail.getMessage());
        try {
            octets.skipNBytes(position);
            return octets;
        } catch (IOException e) {
            octets.close();
            throw e;
        }
    }

    /**
     * All octets of a message, for whoever closes the stream. A wrapper that nobody touched gives its source's; anything else is
     * written out by {@code javax.mail}.
     */
    public static InputStream octets(MimeMessage message) throws MessagingException, IOException {
        if (message instanceof MimeMessageWrapper wrapper) {
            return wrapper.getMessageInputStream();
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.writeTo(written);
        return new ByteArrayInputStream(written.toByteArray());
    }
}
