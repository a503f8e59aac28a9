// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 5321 §4.5.3 and §6.3: how much is taken, and for how long a client is waited for. */
class LimitsIT {
    private static final int RECIPIENTS = 1_000;

    @OverTheWire
    @Requirement("5321-4.5.3")
    void shouldRefuseParametersThatWereNotAnnounced(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> XVERP
            S: 555 5.5.4
            C: MAIL FROM:<ann@people.test> SOLICIT=org.example:ADV
            S: 555 5.5.4
            C: MAIL FROM:<ann@people.test> =x
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> SIZE=1 SIZE=1
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<bob@elsewhere.test> XFOO=1
            S: 555 5.5.4
            """);
    }

    @OverTheWire
    @Requirement("5321-4.5.3.1.1")
    void shouldTakeLongAddressesAndNoLongerOnes(Wire wire) throws Exception {
        String label = "d".repeat(60) + ".";
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: RCPT TO:<%s@elsewhere.test>
            S: 250 2.1.5
            C: RCPT TO:<%s@elsewhere.test>
            S: 501 5.1.3
            C: RCPT TO:<x@%stest>
            S: 250 2.1.5
            C: RCPT TO:<x@%stest>
            S: 501 5.1.3
            """.formatted("a".repeat(64), "a".repeat(65), label.repeat(4), label.repeat(5)));
    }

    @OverTheWire
    @Requirement("5321-4.5.3.1.6")
    void shouldTakeLongLinesAndNoLongerOnes(Wire wire) throws Exception {
        wire.ann().begin(World.ANN, wire.somebody()).play("""
            C: From: ann@people.test
            C:
            C: %s
            C: .
            S: 250 2.6.0
            """.formatted("x".repeat(998))).begin(World.ANN, wire.somebody()).play("""
            C: From: ann@people.test
            C:
            C: %s
            C: .
            S: 554 5.6.0
            C: NOOP
            S: 250
            """.formatted("x".repeat(999)));
    }

    @OverTheWire
    @Requirement("5321-4.5.3.1.8")
    void shouldTakeAThousandRecipientsAndTheRestLater(Wire wire) throws Exception {
        StringBuilder recipients = new StringBuilder();
        for (int i = 0; i < RECIPIENTS; i++) {
            recipients.append("RCPT TO:<r").append(i).append("@elsewhere.test>\r\n");
        }
        Client client = wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            """).raw(recipients.toString());
        for (int i = 0; i < RECIPIENTS; i++) {
            assertThat(client.reply().get(0)).startsWith("250 2.1.5");
        }
        client.play("""
            C: RCPT TO:<one-more@elsewhere.test>
            S: 452 4.5.3
            C: DATA
            S: 354
            """);
    }

    @OverTheWire
    @Requirement("5321-4.5.3.2")
    void shouldLetGoOfASilentClient(Wire wire) throws Exception {
        Client silent = wire.hasty();
        Client silentInData = wire.hastyAnn().begin(World.ANN, wire.somebody());

        silent.expect("220").expect("421 4.4.2");
        silentInData.expect("421 4.4.2");

        assertThat(silent.isClosed()).isTrue();
        assertThat(silentInData.isClosed()).isTrue();
    }

    @OverTheWire
    @Requirement("5321-6.3")
    void shouldFindALoop(Wire wire) throws Exception {
        String hop = "Received: by a.test; Sun, 22 Nov 2026 09:30:00 +0100\r\n";

        wire.ann().begin(World.ANN, wire.somebody()).raw(hop.repeat(30) + "From: ann@people.test\r\n\r\n.\r\n").expect("250 2.6.0")
            .begin(World.ANN, wire.somebody()).raw(hop.repeat(31) + "From: ann@people.test\r\n\r\n.\r\n").expect("554 5.4.6");
    }

    @OverTheWire
    @Requirement("5321-7.8")
    void shouldLetGoOfAClientThatMakesOnlyErrors(Wire wire) throws Exception {
        Client client = wire.ann();
        for (int i = 1; i < 20; i++) {
            assertThat(client.say("FOO")).startsWith("500");
        }
        client.play("""
            C: FOO
            S: 421 4.7.0
            """);
        assertThat(client.isClosed()).isTrue();
    }

    @OverTheWire
    @Requirement("5321-7.8")
    void shouldNotTakeWrongAddressesForErrorsOfTheClient(Wire wire) throws Exception {
        Client client = wire.ann().play("""
            C: MAIL FROM:<ann@people.test>
            S: 250
            """);
        for (int i = 0; i < 40; i++) {
            assertThat(client.say("RCPT TO:<bob@host>")).startsWith("554 5.1.2");
        }
        client.play("""
            C: RCPT TO:<bob@elsewhere.test>
            S: 250
            """);
    }
}
