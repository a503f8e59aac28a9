// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** RFC 6531: addresses and headers in all scripts. */
class InternationalMailIT {
    private static final String TRANSACTION = """
        C: MAIL FROM:<ann@people.test> SMTPUTF8 BODY=8BITMIME
        S: 250 2.1.0
        C: RCPT TO:<%1$s>
        S: 250 2.1.5
        C: DATA
        S: 354
        C: From: ann@people.test
        C: To: %1$s
        C: Subject: %2$s
        C:
        C: .
        S: 250 2.6.0
        """;
    private static final String SUBJECT = utf8("caf\u00e9 \u4f60\u597d");

    /** Its octets in UTF-8, each a character, as {@link Client} sends them. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String somebody(Wire wire) {
        return utf8("j\u00fcrgen.") + wire.somebody();
    }

    @OverTheWire
    @Requirement("6531-3.1")
    void shouldAnnounceItWith8BitMime(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250-8BITMIME
            S: 250 SMTPUTF8
            C: MAIL FROM:<ann@people.test> SMTPUTF8=yes
            S: 501 5.5.4
            """);
    }

    @OverTheWire
    @Requirement({"6531-3.4", "6531-3.6"})
    void shouldHandItOnToAServerThatHasIt(Wire wire) throws Exception {
        wire.mx().offering("8BITMIME", "SMTPUTF8");
        String recipient = somebody(wire);

        wire.ann().play(TRANSACTION.formatted(recipient, SUBJECT));

        assertThat(wire.taken(recipient).sender()).contains(" SMTPUTF8");
        assertThat(wire.taken(recipient).text()).contains("To: " + recipient + "\r\n", "Subject: " + SUBJECT + "\r\n");
    }

    @OverTheWire
    @Requirement("6531-3.5")
    void shouldReturnItWhenTheNextServerHasItNot(Wire wire) throws Exception {
        String recipient = somebody(wire);

        wire.ann().play(TRANSACTION.formatted(recipient, SUBJECT));

        assertThat(wire.reportWith("5.6.7", recipient.substring(recipient.indexOf('.'))).text()).contains("Action: failed");
        wire.seen("Status: 5.6.7");
    }
}
