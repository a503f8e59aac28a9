// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.stock.faults.SubmissionServer.ALICE;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.postern.stock.Dialogue;

/** What is in a message, and what must not be. */
final class MessageFaults {
    private static final int HOPS = 40;
    private static final String FROM = "From: " + ALICE;
    private static final String END = "\n";

    private MessageFaults() {
    }

    static List<Fault> all() {
        return List.of(
            new Fault("From of somebody else is refused", "250 2.6.0", MessageFaults::foreignAuthor),
            new Fault("second From is refused", "250 2.6.0", MessageFaults::secondAuthorField),
            new Fault("8-bit header is refused by name, never changed", "\\?sterreich", MessageFaults::eightBitHeader),
            new Fault("NUL is refused by line", "Comments: a\\00b", MessageFaults::nul),
            new Fault("line that is no header field is refused by line",
                "actual:\\s+\"Received: [^\"]*no field at all", MessageFaults::garbage),
            new Fault("loop is refused, never dropped", "nothing arrived", MessageFaults::loop),
            new Fault("long line costs the whole message, and one reply", "500 [^\\n]*\\n250 2.6.0", MessageFaults::longLine),
            new Fault("bare LF costs the message, not the session", "500", MessageFaults::bareLineFeed));
    }

    private static void foreignAuthor(SubmissionServer server) throws Exception {
        assertThat(submit(server, "foreign-author@example.net", "From: ceo@example.org", "", "body")).startsWith("550 5.7.1");
    }

    private static void secondAuthorField(SubmissionServer server) throws Exception {
        assertThat(submit(server, "two-from@example.net", FROM, "From: ceo@example.org", "", "body"))
            .startsWith("554 5.6.0").contains("From: occurs 2 times");
    }

    private static void eightBitHeader(SubmissionServer server) throws Exception {
        String reply = submit(server, "eight-bit@example.net", FROM, "Subject: \u00d6sterreich", "", "body");

        assertThat(server.outcome(reply, "eight-bit@example.net").orElse("")).doesNotContain("Subject: ?sterreich");
        assertThat(reply).startsWith("554 5.6.0").contains("Subject: has 8-bit characters");
    }

    private static void nul(SubmissionServer server) throws Exception {
        String reply = submit(server, "nul@example.net", FROM, "Comments: a\0b", "", "body");

        assertThat(server.outcome(reply, "nul@example.net").orElse("")).doesNotContain("Comments: a\0b");
        assertThat(reply).startsWith("554 5.6.0").contains("Line 2 (header field Comments) has a NUL");
    }

    private static void garbage(SubmissionServer server) throws Exception {
        String reply = submit(server, "garbage@example.net", FROM, "no field at all", "Subject: hello", "", "body");

        assertThat(server.outcome(reply, "garbage@example.net").orElse("")).doesNotContain("no field at all");
        assertThat(reply).startsWith("554 5.6.0").contains("Line 2 of the header is no header field");
    }

    private static void loop(SubmissionServer server) throws Exception {
        String[] lines = Stream.concat(
                IntStream.range(0, HOPS).mapToObj(i -> "Received: by mx" + i + ".example.net; Sun, 22 Nov 2026 09:30:00 +0000"),
                Stream.of(FROM, "Subject: round and round", "", "body"))
            .toArray(String[]::new);
        String reply = submit(server, "loop@example.net", lines);

        server.outcome(reply, "loop@example.net");
        assertThat(reply).startsWith("554 5.4.6");
    }

    private static void longLine(SubmissionServer server) throws Exception {
        try (Dialogue client = server.session()) {
            String reply = client.submit(ALICE, "long-line@example.net", FROM, "", "before", "x".repeat(9_000), "after");

            assertThat(reply + END + client.say("NOOP") + END + client.say("QUIT"))
                .matches("554 5\\.6\\.0 Line 4 has more than 998 [^\\n]*\\n250 [^\\n]*\\n221 .*");
        }
    }

    private static void bareLineFeed(SubmissionServer server) throws Exception {
        try (Dialogue client = server.session()) {
            String reply = client.submit(ALICE, "bare-lf@example.net", FROM, "", "one\n.\ntwo", "three");

            assertThat(reply).startsWith("554 5.6.0").contains("LF without CR");
            assertThat(client.say("NOOP")).startsWith("250");
        }
    }

    private static String submit(SubmissionServer server, String recipient, String... lines) throws Exception {
        try (Dialogue client = server.session()) {
            return client.submit(ALICE, recipient, lines);
        }
    }
}
