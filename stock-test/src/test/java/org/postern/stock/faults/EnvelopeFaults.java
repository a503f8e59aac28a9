// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.stock.faults.SubmissionServer.ALICE;

import java.util.List;

import org.postern.stock.Dialogue;

/** Reverse-path, recipients and their parameters. */
final class EnvelopeFaults {
    private EnvelopeFaults() {
    }

    static List<Fault> all() {
        return List.of(
            new Fault("reverse-path of somebody else is refused for good, not as out of sequence", "503 5.7.1",
                server -> refused(server, "MAIL FROM:<ceo@example.org>", "550 5.7.1")),
            new Fault("sub-address is one's own", "503", server -> accepted(server, "alice+news@example.org")),
            new Fault("null reverse-path is there for receipts", "503", server -> accepted(server, "")),
            new Fault("unknown MAIL parameter is refused", "250",
                server -> refused(server, "MAIL FROM:<" + ALICE + "> NONSENSE=1", "555 5.5.4")),
            new Fault("BODY of a kind that nobody announced is refused", "250",
                server -> refused(server, "MAIL FROM:<" + ALICE + "> BODY=16BIT", "555 5.5.4")),
            new Fault("recipient without full domain is refused", "250", EnvelopeFaults::recipientIsFullyQualified));
    }

    private static void refused(SubmissionServer server, String mail, String reply) throws Exception {
        try (Dialogue client = server.session()) {
            assertThat(client.say(mail)).startsWith(reply);
        }
    }

    private static void accepted(SubmissionServer server, String reversePath) throws Exception {
        try (Dialogue client = server.session()) {
            assertThat(client.say("MAIL FROM:<" + reversePath + ">")).startsWith("250");
            assertThat(client.say("RCPT TO:<friend@example.net>")).startsWith("250");
        }
    }

    private static void recipientIsFullyQualified(SubmissionServer server) throws Exception {
        try (Dialogue client = server.session()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<friend@mailhost>")).startsWith("554 5.1.2");
        }
    }
}
