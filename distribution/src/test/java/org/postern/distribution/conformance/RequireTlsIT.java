// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 8689: mail that does not travel without TLS. */
class RequireTlsIT {
    @OverTheWire
    @Requirement("8689")
    void shouldAnnounceItUnderTls(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 REQUIRETLS
            C: MAIL FROM:<ann@people.test> REQUIRETLS=yes
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> REQUIRETLS
            S: 250 2.1.0
            """);
    }

    @OverTheWire(Port.SUBMISSION)
    @Requirement("8689")
    void shouldNotAnnounceItInClearText(Wire wire) throws Exception {
        Client client = wire.connect();
        client.reply();

        assertThat(client.announced()).doesNotContain("REQUIRETLS");
    }

    @OverTheWire
    @Requirement("8689")
    void shouldReturnItWhenTheNextServerCannotKeepIt(Wire wire) throws Exception {
        String recipient = wire.somebody();

        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> REQUIRETLS
            S: 250 2.1.0
            C: RCPT TO:<%s>
            S: 250
            C: DATA
            S: 354
            C: From: ann@people.test
            C: Subject: in confidence
            C:
            C: .
            S: 250 2.6.0
            """.formatted(recipient));

        assertThat(wire.report(recipient).text()).contains("Action: failed", "Status: 5.7.30");
        wire.seen("Status: 5.7.30");
    }
}
