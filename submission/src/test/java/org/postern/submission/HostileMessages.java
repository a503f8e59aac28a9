// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.james.core.MaybeSender;

/** Messages that alice@example.org must not get through, and what each is told. Used here and over the wire. */
public final class HostileMessages {
    private static final String FOLDER = "/hostile/";

    private HostileMessages() {
    }

    /**
     * One message.
     *
     * @param file its name
     * @param check the name of the check that refuses it
     * @param reply reply code and enhanced status code
     * @param fragment of the reply's text
     * @param reversePath {@code <>} or {@code <alice@example.org>}
     * @param smtpUtf8 whether it is sent with SMTPUTF8
     */
    public record Hostile(String file, String check, String reply, String fragment, String reversePath, boolean smtpUtf8) {
        /** The octets as they are between DATA and the final dot, not dot-stuffed. */
        public byte[] octets() {
            return read(file);
        }

        Submission submission() {
            MaybeSender sender = reversePath.equals("<>") ? MaybeSender.nullSender() : MaybeSender.of(Submissions.ALICE);
            return Submissions.with(octets(), new Envelope(sender, List.of(Submissions.address("bob@example.net")), smtpUtf8));
        }

        @Override
        public String toString() {
            return file;
        }
    }

    public static List<Hostile> all() {
        return new String(read("expected.tsv"), StandardCharsets.UTF_8).lines()
            .filter(line -> !line.startsWith("#"))
            .map(HostileMessages::hostile)
            .toList();
    }

    private static Hostile hostile(String line) {
        String[] column = line.split("\t");
        String reversePath = column[4].equals("null") ? "<>" : "<alice@example.org>";
        return new Hostile(column[0], column[1], column[2], column[3], reversePath, column[4].equals("smtputf8"));
    }

    private static byte[] read(String file) {
        try (InputStream in = HostileMessages.class.getResourceAsStream(FOLDER + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
