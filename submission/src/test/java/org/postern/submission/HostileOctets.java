// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Messages of any octets: random ones, headers put together from crooked pieces, and real messages broken in places. */
class HostileOctets extends DomainContextBase {
    private static final int LARGEST_SEED = 8_000;
    private static final List<byte[]> SEEDS = Stream.concat(
            MailPrograms.all().stream().map(MailPrograms.Sample::octets),
            HostileMessages.all().stream().map(HostileMessages.Hostile::octets))
        .filter(message -> message.length < LARGEST_SEED)
        .toList();
    private static final List<String> PIECES = List.of("From", "To", "Bcc", "Sender", "Cc", "Resent-From", "Resent-Date", "Resent-Bcc",
        "Date", "Message-ID", "Content-Type", "Received", "X", ":", ": ", " ", "\t", "\r\n", "\r\n", "\r\n ", "\n", "\r", "\0", "\r\n\r\n",
        "<", ">", "<>", "@", ",", ";", "(", ")", "\"", "\\", "[", "]", ".", "..", "alice", "alice@example.org", "bob@example.net",
        "=?utf-8?q?x?=", "\u00fc", "\u00c3\u00bc", "127.0.0.1", "multipart/report", "report-type=disposition-notification",
        "Sun, 22 Nov 2026 09:30:00 +0100", "22 Nov 26 9:30 EST", "<1@example.org>", "group:", "\u001b");

    /** A message as it came over the wire. */
    record Message(byte[] octets) {
        @Override
        public String toString() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /** Some octets taken out of a message and others put in. */
    private record Mutation(int permille, int removed, String inserted) {
        byte[] apply(byte[] message) {
            int start = (int) (permille * (long) message.length / 1000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(message, 0, start);
            out.writeBytes(inserted.getBytes(StandardCharsets.ISO_8859_1));
            int rest = Math.min(message.length, start + removed);
            out.write(message, rest, message.length - rest);
            return out.toByteArray();
        }
    }

    @Provide
    Arbitrary<Message> messages() {
        return Arbitraries.oneOf(random(), pieced(), mutated()).map(Message::new);
    }

    private static Arbitrary<byte[]> random() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    }

    private static Arbitrary<byte[]> pieced() {
        return Arbitraries.of(PIECES).list().ofMaxSize(60)
            .map(pieces -> String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Arbitrary<byte[]> mutated() {
        Arbitrary<Mutation> mutation = Combinators.combine(
                Arbitraries.integers().between(0, 1000),
                Arbitraries.integers().between(0, 40),
                Arbitraries.of(PIECES).list().ofMaxSize(3).map(pieces -> String.join("", pieces)))
            .as(Mutation::new);
        return Combinators.combine(Arbitraries.of(SEEDS), mutation.list().ofMaxSize(6))
            .as((seed, mutations) -> {
                byte[] message = Arrays.copyOf(seed, seed.length);
                for (Mutation each : mutations) {
                    message = each.apply(message);
                }
                return message;
            });
    }
}
