// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

/** RFC 4865: mail that leaves later. */
class FutureReleaseIT {
    private static final String LONGEST = "604800";

    @OverTheWire
    @Requirement("4865-3")
    void shouldAnnounceTheLongestTime(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 FUTURERELEASE %s
            """.formatted(LONGEST));
    }

    @OverTheWire
    @Requirement("4865-5")
    void shouldRefuseTimesThatCannotBe(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> HOLDFOR=604801
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> HOLDFOR=soon
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> HOLDUNTIL=2000-01-01T00:00:00Z
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> HOLDUNTIL=tomorrow
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> HOLDFOR=60 HOLDUNTIL=%s
            S: 501 5.5.4
            C: MAIL FROM:<ann@people.test> HOLDUNTIL=%s
            S: 250 2.1.0
            """.formatted(inAnHour(), inAnHour()));
    }

    private static Instant inAnHour() {
        return Instant.ofEpochSecond(Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
    }

    @OverTheWire
    @Requirement("4865-4")
    void shouldHoldTheMessage(Wire wire) throws Exception {
        String recipient = wire.somebody();
        Instant before = Instant.now();

        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> HOLDFOR=3
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

        wire.taken(recipient);
        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }
}
