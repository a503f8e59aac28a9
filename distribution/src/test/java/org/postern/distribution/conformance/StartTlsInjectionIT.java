// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;

/** RFC 3207 §4.2 against who writes into a connection before TLS protects it. */
class StartTlsInjectionIT {
    private static final List<String> INJECTED = List.of(
        "NOOP\r\n",
        "EHLO attacker.test\r\n",
        "EHLO attacker.test\r\nMAIL FROM:<carol@people.test>\r\nRCPT TO:<bob@elsewhere.test>\r\n",
        "RSET\r\nQUIT\r\n",
        "STARTTLS\r\n",
        "NO",
        "MAIL FROM:<carol",
        "\r\n",
        "\n",
        "x");
    private static final String MORE = "NOOP\r\nNOOP\r\n";

    @OverTheWire(Port.SUBMISSION)
    @Requirement("3207")
    void shouldRunNothingThatComesInOneSegmentWithStartTls(Wire wire) throws Exception {
        for (String injected : INJECTED) {
            Client client = ready(wire).raw("STARTTLS\r\n" + injected).expect("554 5.5.1");
            assertThat(client.isClosed()).as(injected).isTrue();
        }
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement("3207")
    void shouldRunNothingHoweverItIsCut(Wire wire) throws Exception {
        String octets = "STARTTLS\r\nEHLO attacker.test\r\nNOOP\r\n";
        for (int cut = 1; cut < octets.length(); cut++) {
            Client client = ready(wire).raw(octets.substring(0, cut)).raw(octets.substring(cut));
            assertNothingRuns(client);
        }
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement("3207")
    void shouldRunNothingThatFollowsTheReplyInClearText(Wire wire) throws Exception {
        for (String injected : INJECTED) {
            Client client = ready(wire);
            assertThat(client.say("STARTTLS")).startsWith("220");

            assertThat(client.raw(injected).raw(MORE).rest()).as(injected).doesNotContain("220", "250", "500");
        }
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement("3207")
    void shouldFailTheHandshakeThatFollowsClearText(Wire wire) throws Exception {
        Client client = ready(wire);
        assertThat(client.say("STARTTLS")).startsWith("220");
        client.raw("NOOP\r\n");

        assertThatThrownBy(client::handshake).isInstanceOf(IOException.class);
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement("3207")
    void shouldRunNothingWhenACommandComesBeforeStartTlsToo(Wire wire) throws Exception {
        Client client = ready(wire).raw("NOOP\r\nSTARTTLS\r\nNOOP\r\nEHLO attacker.test\r\n").expect("250 2.0.0 OK");

        assertNothingRuns(client);
    }

    @OverTheWire(Port.SUBMISSIONS)
    @Requirement("3207")
    void shouldRunNothingInClearTextBeforeTheHandshake(Wire wire) throws Exception {
        for (String injected : INJECTED) {
            assertThat(wire.clearText().raw(injected).raw(MORE).rest()).as(injected).doesNotContain("220", "250", "500");
        }
    }

    private static Client ready(Wire wire) throws IOException {
        return wire.connect().play("""
            C: EHLO client.test
            S: 220
            S: 250
            """);
    }

    /** The reply to STARTTLS or its refusal may come, and an alert of TLS; the reply to a command behind it may not. */
    private static void assertNothingRuns(Client client) throws IOException {
        assertThat(client.rest()).matches("(?s)(220|554) .*").doesNotContain("250", "500");
    }
}
