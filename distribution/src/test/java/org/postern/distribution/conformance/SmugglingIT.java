// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.postern.distribution.testing.TestMx;

/**
 * A message ends at CR LF dot CR LF (RFC 5321 §4.1.1.4). Where one server takes something else for the end and the next does
 * not, a second message is smuggled past the first. Every end that was ever taken for one is tried here, cut into segments at
 * every octet: the whole is one message with one reply, and no part of it is delivered.
 */
class SmugglingIT {
    private static final String HEADER = "From: ann@people.test\r\nSubject: outer\r\n\r\ntext";
    private static final List<String> ENDS = List.of(
        "\n.\n",
        "\n.\r\n",
        "\n.\r",
        "\r.\r",
        "\r.\n",
        "\r.\r\n",
        "\r\n.\n",
        "\r\n.\r",
        "\r\n.\r\r\n",
        "\r\r\n.\r\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
        "\r\n.\0\n",
        "\n\n.\r\n",
        "\n\r.\r\n",
        "\r\n\n.\r\n",
        "\r\n\r.\r\n",
        "\r\n\r.\r",
        "\n..\n",
        "\r\n..\n",
        "\r\n..\r",
        "\r..\r\n");
    private static final String SECOND = "MAIL FROM:<ann@people.test>\r\nRCPT TO:<%s>\r\nDATA\r\n"
        + "From: ann@people.test\r\n\r\nsmuggled\r\n.\r\n";

    @OverTheWire
    @Requirement("5321-4.1.1.4")
    void shouldSplitNoMessage(Wire wire) throws Exception {
        String victim = wire.somebody();
        Client client = wire.ann();
        for (String end : ENDS) {
            for (int cut = 0; cut <= end.length(); cut++) {
                client.begin(World.ANN, wire.somebody());
                sendCut(client, HEADER + end.substring(0, cut), end.substring(cut) + SECOND.formatted(victim));
                client.expect("554 5.6.0").play("""
                    C: NOOP
                    S: 250 2.0.0
                    """);
            }
        }
        assertThat(wire.mx().received()).noneMatch(mail -> mail.text().contains("smuggled"));
    }

    /** With LF alone no end of the message has come, however many commands follow. */
    @OverTheWire
    @Requirement("5321-4.1.1.4")
    void shouldWaitForTheEndWhenThereIsNone(Wire wire) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (String end : List.of("\n.\n", "\r.\r", "\r\n.\n", "\n.\r\n")) {
            clients.add(wire.hastyAnn().begin(World.ANN, wire.somebody()).raw(HEADER + end + "NOOP\nQUIT\n"));
        }
        for (Client client : clients) {
            assertThat(client.expect("421 4.4.2").isClosed()).isTrue();
        }
    }

    /** What a client has stuffed as it must is no end either, and arrives whole. */
    @OverTheWire
    @Requirement({"5321-4.1.1.4", "5321-4.5.2"})
    void shouldDeliverStuffedDotsWhole(Wire wire) throws Exception {
        String wireForm = "\r\n..\r\n...\r\n..x\r\n.y\r\n";
        for (int cut = 0; cut <= wireForm.length(); cut += 3) {
            String recipient = wire.somebody();
            Client client = wire.ann().begin(World.ANN, recipient);
            sendCut(client, HEADER + wireForm.substring(0, cut), wireForm.substring(cut) + "MAIL FROM:<carol@people.test>\r\n.\r\n");
            client.expect("250 2.6.0").play("""
                C: NOOP
                S: 250 2.0.0
                """);

            TestMx.Received mail = wire.taken(recipient);
            assertThat(mail.text()).endsWith("\r\n\r\ntext\r\n.\r\n..\r\n.x\r\ny\r\nMAIL FROM:<carol@people.test>\r\n");
        }
    }

    /** The true end may be cut too. */
    @OverTheWire
    @Requirement("5321-4.1.1.4")
    void shouldFindTheEndHoweverItIsCut(Wire wire) throws Exception {
        String end = "\r\n.\r\nNOOP\r\n";
        Client client = wire.ann();
        for (int cut = 0; cut <= end.length(); cut++) {
            client.begin(World.ANN, wire.somebody());
            sendCut(client, HEADER + end.substring(0, cut), end.substring(cut));
            client.expect("250 2.6.0").expect("250 2.0.0");
        }
    }

    private static void sendCut(Client client, String first, String second) throws IOException {
        client.raw(first);
        if (!second.isEmpty()) {
            client.raw(second);
        }
    }
}
