// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;

import com.google.common.io.CountingOutputStream;
import com.sun.mail.smtp.SMTPMessage;
import org.postern.bridge.MailMessage;
import org.postern.bridge.Octets;
import org.postern.submission.EnhancedStatus;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;
import org.postern.submission.mime.Reencoding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message whose octets go out as they are. JavaMail would write header lines anew, and a {@code ?} for each octet over 127.
 */
final class OutgoingMessage extends SMTPMessage {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutgoingMessage.class);
    private static final EnhancedStatus CONVERSION_REQUIRED = new EnhancedStatus(5, 6, 3);

    private final MimeMessage message;
    private final ParsedMessage parsed;
    private final boolean needsSmtpUtf8;
    private Optional<Reencoding> reencoding = Optional.empty();

    /**
     * Reads the message once.
     *
     * @param smtpUtf8 whether it was submitted as internationalised (RFC 6531)
     * @param internationalEnvelope whether reverse-path or a recipient is not ASCII
     */
    OutgoingMessage(MimeMessage message, boolean smtpUtf8, boolean internationalEnvelope) throws MessagingException {
        super((Session) null);
        this.message = message;
        try (InputStream octets = octets()) {
            parsed = MessageParser.parse(octets);
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
        needsSmtpUtf8 = internationalEnvelope || smtpUtf8 && (hasEightBitHeader() || hasEightBitPartHeader());
    }

    private boolean hasEightBitPartHeader() throws MessagingException {
        return Reencoding.isNeededForSevenBit(parsed.body()) && sevenBit().hasEightBitPartHeader();
    }

    private Reencoding sevenBit() throws MessagingException {
        try {
            return Reencoding.toSevenBit(this::octets);
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    boolean needsSmtpUtf8() {
        return needsSmtpUtf8;
    }

    boolean hasEightBit() {
        return reencoding.isEmpty() && parsed.body().eightBit() || hasEightBitHeader();
    }

    /** In octets, as it goes out. */
    long size() throws MessagingException {
        if (reencoding.isEmpty()) {
            return parsed.body().size();
        }
        try (CountingOutputStream counted = new CountingOutputStream(OutputStream.nullOutputStream())) {
            reencoding.get().writeTo(counted);
            return counted.getCount();
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    /**
     * For a server without 8BITMIME (RFC 6152 §3).
     *
     * @throws Undeliverable when the message has octets over 127 where they cannot be encoded
     */
    void reencode(String host) throws MessagingException {
        if (!Reencoding.isNeededForSevenBit(parsed.body())) {
            return;
        }
        Reencoding encoded = sevenBit();
        if (!encoded.isComplete()) {
            throw Undeliverable.here(CONVERSION_REQUIRED, host + " does not take 8-bit messages, and this one cannot be encoded");
        }
        if (encoded.breaksSignature()) {
            LOGGER.info("{} does not take 8-bit messages; a signed part is encoded, and its signature does not hold any more", host);
        }
        reencoding = Optional.of(encoded);
    }

    private boolean hasEightBitHeader() {
        return parsed.header().fields().stream().anyMatch(HeaderField::hasEightBit);
    }

    private InputStream octets() throws IOException {
        try {
            return MailMessage.octets(message);
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException {
        if (reencoding.isPresent()) {
            reencoding.get().writeTo(out);
            return;
        }
        try (InputStream octets = octets()) {
            Octets.copy(octets, out);
        }
    }

    @Override
    public String getSubject() {
        // Asked for by JavaMail for a log that nobody reads.
        return "";
    }
}
