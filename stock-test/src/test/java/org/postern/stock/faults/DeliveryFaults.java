// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.stock.faults.SubmissionServer.ALICE;
import static org.postern.stock.faults.SubmissionServer.BOB;

import java.util.List;

import org.postern.stock.Dialogue;
import org.postern.stock.MailSink;

/** What leaves the server, and what becomes of a message on its way. */
final class DeliveryFaults {
    private static final String STRANGER = "stranger@example.com";

    private DeliveryFaults() {
    }

    static List<Fault> all() {
        return List.of(
            new Fault("Received names the protocol with TLS", "with ESMTPA ", DeliveryFaults::protocolWithTls),
            new Fault("Received hides where the author is", "EHLO client", DeliveryFaults::clientIsHidden),
            new Fault("what is missing is added", "to contain:\\s+\"\\s+Date: ", DeliveryFaults::missingFieldsAreAdded),
            new Fault("message without header keeps its body and gets a header", "actual:\\s+\"to: nobody", DeliveryFaults::emptyHeader),
            new Fault("Bcc goes, everything else stays byte for byte", "\"MIME-Version: 1.0", DeliveryFaults::onlyBccGoes),
            new Fault("Resent-Bcc goes too", "Resent-Bcc: secret", DeliveryFaults::resentBccGoes),
            new Fault("mail for one's own domain goes to its MX", "nothing arrived", DeliveryFaults::ownDomainGoesToItsMx),
            new Fault("no report goes to strangers", "but found\\s+\\[\"stranger@", DeliveryFaults::noReportToStrangers));
    }

    private static void protocolWithTls(SubmissionServer server) throws Exception {
        assertThat(received(submit(server, "protocol@example.net", "Subject: hello", "", "body"))).contains("with ESMTPSA ");
    }

    private static void clientIsHidden(SubmissionServer server) throws Exception {
        assertThat(received(submit(server, "hidden@example.net", "Subject: hello", "", "body")))
            .doesNotContain("client.example.net").doesNotContain("127.0.0.1");
    }

    private static void missingFieldsAreAdded(SubmissionServer server) throws Exception {
        assertThat(submit(server, "incomplete@example.net", "Subject: hello", "", "body"))
            .contains("\r\nDate: ").contains("\r\nMessage-ID: <").contains("\r\nFrom: " + ALICE).contains("\r\nTo: ");
    }

    private static void emptyHeader(SubmissionServer server) throws Exception {
        assertThat(submit(server, "no-header@example.net", "", "to: nobody, this is text", "more of it"))
            .startsWith("Received: ").contains("\r\nFrom: " + ALICE).endsWith("\r\n\r\nto: nobody, this is text\r\nmore of it\r\n");
    }

    private static void onlyBccGoes(SubmissionServer server) throws Exception {
        String before = "X-Odd:   spaces \t and\r\n\ta fold\r\nTo: untouched@example.net\r\nfrom:alice@example.org\r\n"
            + "mime-version: 1.0 (by hand)\r\ncontent-type:text/plain;\r\n charset=US-ASCII\r\n";
        String after = "message-id:  <1@example.org>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nbody\r\n";
        String bcc = "Bcc: secret@example.net\r\n";
        String arrived = submit(server, "untouched@example.net", (before + bcc + after).strip());

        assertThat(arrived.replaceFirst("(?s)\\AReceived: .*?\r\n(?![ \t])", "")).isEqualTo(before + after);
    }

    private static void resentBccGoes(SubmissionServer server) throws Exception {
        assertThat(submit(server, "resent@example.net", "Resent-From: " + ALICE, "Resent-To: resent@example.net",
                "Resent-Bcc: secret@example.net", "From: " + ALICE, "Subject: hello", "", "body"))
            .doesNotContain("secret@example.net");
    }

    /** Bob is a person here; where his mailbox is, the DNS knows. */
    private static void ownDomainGoesToItsMx(SubmissionServer server) throws Exception {
        assertThat(submit(server, BOB, "From: " + ALICE, "Subject: lunch?", "", "body")).contains("Subject: lunch?");
    }

    private static void noReportToStrangers(SubmissionServer server) throws Exception {
        try (Dialogue client = server.encrypted()) {
            String reply = client.submit(STRANGER, BOB, "Subject: hello", "", "body");
            if (reply.startsWith("250")) {
                server.settled(STRANGER);
            }
        }
        assertThat(server.nextHop().received()).flatExtracting(MailSink.Received::recipients).doesNotContain(STRANGER);
    }

    private static String submit(SubmissionServer server, String recipient, String... lines) throws Exception {
        try (Dialogue client = server.session()) {
            assertThat(client.submit(ALICE, recipient, lines)).startsWith("250");
        }
        return server.delivered(recipient);
    }

    /** The server's own field, unfolded. */
    private static String received(String message) {
        return message.substring(message.indexOf("Received:")).replaceAll("\r\n[ \t]+", " ").lines().findFirst().orElseThrow();
    }
}
