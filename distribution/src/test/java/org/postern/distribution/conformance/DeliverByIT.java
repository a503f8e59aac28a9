// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 2852: mail that is to come back when it cannot be delivered in time. */
class DeliverByIT {
    @OverTheWire
    @Requirement({"6409-7-DELIVERBY", "2852"})
    void shouldAnnounceTheShortestTimeAndRefuseShorterOnes(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 DELIVERBY 60
            C: MAIL FROM:<ann@people.test> BY=0;R
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> BY=soon;R
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> BY=120
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> BY=30;R
            S: 555 5.5.4
            C: MAIL FROM:<ann@people.test> BY=-30;N
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<ann@people.test> BY=120;RT
            S: 250 2.1.0
            """);
    }

    @OverTheWire
    @Requirement("2852")
    void shouldHandOnTheTimeThatIsLeft(Wire wire) throws Exception {
        wire.mx().offering("8BITMIME", "DSN", "DELIVERBY");
        String recipient = wire.somebody();

        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> BY=120;R
            S: 250 2.1.0
            C: RCPT TO:<%s>
            S: 250
            C: DATA
            S: 354
            C: From: ann@people.test
            C:
            C: .
            S: 250 2.6.0
            """.formatted(recipient));

        assertThat(wire.taken(recipient).sender()).containsPattern(" BY=1[012]\\d;R");
    }
}
