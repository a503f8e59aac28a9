// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.distribution.conformance.Client.base64;

import java.util.List;

/** What mail programs, scanners and scripts do that no RFC has foreseen. */
class ClientOdditiesIT {
    @OverTheWire
    @Requirement("5321-4.1.1.1")
    void shouldTakeAnyNameOfAClient(Wire wire) throws Exception {
        for (String name : List.of("my_laptop", "a_b-1.home_lan", "12345", "192.168.1.5", "7", "[127.0.0.1]", "[192.168.1.300]",
                "[IPv6:::1]", "[IPv6:2001:db8::1]", "[2001:db8::1]", "[]", "[IPv6:]", "client.test.", "localhost", "-", "(none)",
                "Ann's phone", "x".repeat(500))) {
            wire.secured().play("""
                C: EHLO %1$s
                S: 250 mail.people.test
                C: HELO %1$s
                S: 250 mail.people.test
                """.formatted(name)).raw("EHLO \u00fc\u00ff\r\n").expect("250 mail.people.test");
        }
    }

    @OverTheWire
    @Requirement("5321-4.1.1.1")
    void shouldAskForANameWhenThereIsNone(Wire wire) throws Exception {
        wire.secured().play("""
            C: EHLO
            S: 501 5.5.4
            C: HELO \s
            S: 501 5.5.4
            C: EHLO client.test
            S: 250
            """);
    }

    @OverTheWire
    @Requirement({"5321-4.1.4", "6409-4.3"})
    void shouldTellAHeloOnlyClientWhatItLacks(Wire wire) throws Exception {
        wire.secured().play("""
            C: HELO client.test
            S: 250
            C: MAIL FROM:<ann@people.test>
            S: 530 5.7.0 Authentication required, which HELO does not know
            C: AUTH PLAIN %1$s
            S: 503 5.5.1 AUTH needs EHLO
            C: EHLO client.test
            S: 250
            C: AUTH PLAIN %1$s
            S: 235
            """.formatted(base64("\0" + World.ANN + "\0" + World.PASSWORD)));
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement({"5321-4.1.4", "6409-4.3"})
    void shouldTellAHeloOnlyClientWhatItLacksInClearText(Wire wire) throws Exception {
        wire.connect().play("""
            C: HELO client.test
            S: 220
            S: 250
            C: MAIL FROM:<ann@people.test>
            S: 530 5.7.0
            C: STARTTLS
            S: 220 2.0.0
            """);
    }

    @OverTheWire
    @Requirement("6409-7-AUTH")
    void shouldAnnounceAuthInItsOldFormToo(Wire wire) throws Exception {
        wire.secured().play("""
            C: EHLO client.test
            S: 250-AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN
            S: 250 AUTH=SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN
            """);
    }

    @OverTheWire
    @Requirement({"5321-4.1.1.5", "5321-7.8"})
    void shouldBearManyResets(Wire wire) throws Exception {
        Client client = wire.ann();
        client.raw("RSET\r\n".repeat(1_000));
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.reply().get(0)).startsWith("250 2.0.0");
        }
        String recipient = wire.somebody();
        client.begin(World.ANN, recipient).raw("From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0");
        wire.taken(recipient);
    }

    @OverTheWire
    @Requirement({"5321-4.1.1.5", "5321-7.8"})
    void shouldLetGoOfAStrangerWhoOnlyResets(Wire wire) throws Exception {
        Client client = wire.secured();
        client.raw("RSET\r\n".repeat(100));
        String last = client.reply().get(0);
        while (last.startsWith("250")) {
            last = client.reply().get(0);
        }
        wire.seen(last);

        assertThat(last).startsWith("421 4.7.0");
        assertThat(client.isClosed()).isTrue();
    }
}
