// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.james.core.MaybeSender;

/** Messages as mail programs write them, from alice@example.org, and what the repairs change in each. */
public final class MailPrograms {
    private static final String FOLDER = "/clients/";

    private MailPrograms() {
    }

    /**
     * One message.
     *
     * @param file its name
     * @param nullReversePath whether it is sent with {@code MAIL FROM:<>}
     * @param changes of the repairs: {@code -} a field taken out, {@code +} one put in, unfolded
     */
    public record Sample(String file, boolean nullReversePath, List<String> changes) {
        /** The octets as they are between DATA and the final dot, not dot-stuffed. */
        public byte[] octets() {
            return read(file);
        }

        Submission submission() {
            MaybeSender sender = nullReversePath ? MaybeSender.nullSender() : MaybeSender.of(Submissions.ALICE);
            return Submissions.with(octets(), new Envelope(sender, List.of(Submissions.address("bob@example.net")), false));
        }

        @Override
        public String toString() {
            return file;
        }
    }

    public static List<Sample> all() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        new String(read("expected.tsv"), StandardCharsets.UTF_8).lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\t", 4))
            .forEach(column -> {
                Sample sample = samples.computeIfAbsent(column[0],
                    file -> new Sample(file, column[1].equals("null"), new ArrayList<>()));
                if (column.length > 3) {
                    sample.changes().add(column[2] + column[3]);
                }
            });
        return List.copyOf(samples.values());
    }

    private static byte[] read(String file) {
        try (InputStream in = MailPrograms.class.getResourceAsStream(FOLDER + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
