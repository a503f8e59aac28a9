// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 6710: mail that goes before or after other mail. */
class PriorityIT {
    @OverTheWire
    @Requirement("6710")
    void shouldTakeLowPrioritiesAndLowerHighOnes(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 MT-PRIORITY
            C: MAIL FROM:<ann@people.test> MT-PRIORITY=10
            S: 501 5.5.2
            C: MAIL FROM:<ann@people.test> MT-PRIORITY=high
            S: 501 5.5.2
            C: MAIL FROM:<ann@people.test> MT-PRIORITY=-3
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<ann@people.test> MT-PRIORITY=6
            S: 250 2.3.6
            """);
    }

    @OverTheWire
    @Requirement("6710")
    void shouldHandOnThePriority(Wire wire) throws Exception {
        wire.mx().offering("8BITMIME", "MT-PRIORITY");
        String recipient = wire.somebody();

        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> MT-PRIORITY=-3
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

        assertThat(wire.taken(recipient).sender()).contains(" MT-PRIORITY=-3");
    }
}
