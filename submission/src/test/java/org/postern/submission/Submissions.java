// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;
import org.postern.submission.repairs.StandardRepairs;

/** Alice of example.org, what she may, and her messages. */
public final class Submissions {
    public static final MailAddress ALICE = address("alice@example.org");
    public static final Identity IDENTITY = new Identity(Username.of("alice@example.org"), ALICE, "PLAIN", "192.0.2.7");
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:30:00Z"), ZoneId.of("Europe/Berlin"));

    private static final Set<MailAddress> HERS = Set.of(ALICE, address("root@example.org"), address("shop@example.org"));

    /** Alice's own addresses with any tag; {@code down@example.org} stands for a store that does not answer. */
    public static final SenderRights RIGHTS = (identity, address) -> {
        if (address.getLocalPart().equals("down")) {
            throw new RightsUnavailableException("store is down", new IOException("connection refused"));
        }
        String withoutTag = address.getLocalPart().replaceFirst("(?<=.)\\+[^\"]*$", "");
        return InternationalAddress.of(withoutTag, address.getDomain().asString()).filter(HERS::contains).isPresent();
    };

    private Submissions() {
    }

    public static MailAddress address(String address) {
        try {
            return new MailAddress(address);
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** With CRLF in the place of every LF; characters over 127 as ISO-8859-1 octets. */
    public static Submission of(String message) {
        return ofOctets(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public static Submission ofOctets(byte[] message) {
        return ofOctets(message, false);
    }

    public static Submission ofOctets(byte[] message, boolean smtpUtf8) {
        return with(message, new Envelope(MaybeSender.of(ALICE), List.of(address("bob@example.net")), smtpUtf8));
    }

    public static Submission with(byte[] message, Envelope envelope) {
        var parsed = MessageParser.parse(message);
        return new Submission(IDENTITY, envelope, parsed.header(), parsed.body());
    }

    public static StandardChecks checks() {
        return new StandardChecks(RIGHTS);
    }

    public static StandardRepairs repairs() {
        return new StandardRepairs(RIGHTS, CLOCK, new CountingRandom(), "mail.example.org");
    }

    /** Octets as ISO-8859-1, lines with LF. */
    public static String text(MessageHeader header) {
        return new String(octets(header), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    public static byte[] octets(MessageHeader header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            header.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class CountingRandom implements java.util.random.RandomGenerator {
        private long next = 1000;

        @Override
        public long nextLong() {
            return next++;
        }
    }
}
