// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue as RFC 5321 writes it in its examples.
 *
 * <pre>
 * C: EHLO client.test
 * S: 250-SIZE
 * S: 250 PIPELINING
 * C: NOOP
 * C: RSET
 * S: 250
 * S: 250 2.0.0
 * </pre>
 *
 * Lines of the client that follow each other go out together. An expectation is how a line of the reply begins; those with a
 * hyphen belong to one reply with the next, in whatever order the lines come. A code alone is a step on the way; an
 * expectation that says more is what the test is about, and the table shows what came.
 */
final class Transcript {
    private static final String CLIENT = "C:";
    private static final String SERVER = "S:";

    /**
     * The client has the floor, then the server.
     *
     * @param said ends with CR LF
     */
    record Turn(String said, List<Expectation> expected) {
    }

    /** @param lines how lines of one reply begin */
    record Expectation(List<String> lines) {
        /** The lines of the reply that were looked for, unless it was for a code alone. */
        List<String> found(List<String> reply) {
            return lines.stream().map(line -> found(line, reply)).filter(line -> !line.isEmpty()).toList();
        }

        private static String found(String start, List<String> reply) {
            assertThat(reply).as("reply that has %s", start).anyMatch(line -> matches(line, start));
            return start.length() <= 4 ? "" : reply.stream().filter(line -> matches(line, start)).findFirst().orElseThrow();
        }

        private static boolean matches(String line, String start) {
            return line.startsWith(start) || line.length() > 4 && start.length() > 4
                && line.startsWith(start.substring(0, 3)) && line.substring(4).startsWith(start.substring(4));
        }
    }

    private Transcript() {
    }

    static List<Turn> parse(String transcript) {
        List<Turn> turns = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        List<Expectation> expected = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : transcript.split("\n")) {
            if (line.startsWith(SERVER)) {
                String start = line.substring(SERVER.length()).strip();
                lines.add(start);
                if (start.length() < 4 || start.charAt(3) != '-') {
                    expected.add(new Expectation(List.copyOf(lines)));
                    lines.clear();
                }
                continue;
            }
            if (!line.startsWith(CLIENT)) {
                throw new IllegalArgumentException("Neither C: nor S: in '" + line + "'");
            }
            if (!expected.isEmpty()) {
                turns.add(new Turn(said.toString(), List.copyOf(expected)));
                said.setLength(0);
                expected.clear();
            }
            said.append(line.length() > CLIENT.length() ? line.substring(CLIENT.length() + 1) : "").append("\r\n");
        }
        turns.add(new Turn(said.toString(), List.copyOf(expected)));
        return turns;
    }
}
