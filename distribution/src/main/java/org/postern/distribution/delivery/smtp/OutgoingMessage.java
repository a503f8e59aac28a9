// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;

import org.apache.james.server.core.MimeMessageWrapper;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;

/**
 * A message whose octets go out as they are. JavaMail would write header lines anew, and a {@code ?} for each octet over 127.
 */
final class OutgoingMessage extends MimeMessage implements AutoCloseable {

    private final Message message;
    private final ParsedMessage parsed;
    private final boolean needsSmtpUtf8;

    /**
     * Reads the message once.
     *
     * @param smtpUtf8 whether it was submitted as internationalised (RFC 6531)
     * @param internationalEnvelope whether reverse-path or a recipient is not ASCII
     */
    OutgoingMessage(Message message, boolean smtpUtf8, boolean internationalEnvelope) throws MessagingException {
        super((Session) null);
        this.message = message;
        try (InputStream octets = octets()) {
            parsed = MessageParser.parse(octets);
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
        needsSmtpUtf8 = internationalEnvelope || smtpUtf8 && hasEightBitHeader();
    }

    boolean needsSmtpUtf8() {
        return needsSmtpUtf8;
    }

    boolean hasEightBit() {
        return parsed.body().eightBit() || hasEightBitHeader();
    }

    long size() {
        return parsed.body().size();
    }

    OutgoingMessage toSevenBit() {
        return this;
    }

    @Override
    public void close() {
    }

    private boolean hasEightBitHeader() {
        return parsed.header().fields().stream().anyMatch(HeaderField::hasEightBit);
    }

    private InputStream octets() throws IOException, MessagingException {
        if (message instanceof MimeMessageWrapper wrapper) {
            return wrapper.getMessageInputStream();
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.writeTo(written);
        return new ByteArrayInputStream(written.toByteArray());
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
        try (InputStream octets = octets()) {
            octets.transferTo(out);
        }
    }

    @Override
    public String getSubject() {
        // Asked for by JavaMail for a log that nobody reads.
        return "";
    }
}
