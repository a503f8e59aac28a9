// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.DeliverBy;
import org.postern.submission.Hold;

class HoldParameterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:30:00.25Z");

    private final HoldParameter parameter = new HoldParameter(Duration.ofDays(7));

    @Test
    void shouldTellItsLimitsInWholeSeconds() {
        assertThat(parameter.limits(NOW)).isEqualTo("604800 2026-11-29T09:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HOLDFOR   | 1                             | 2026-11-22T09:30:01.25Z | for;1",
        "HOLDFOR   | 604800                        | 2026-11-29T09:30:00.25Z | for;604800",
        "HOLDUNTIL | 2026-11-22T09:30:01Z          | 2026-11-22T09:30:01Z    | until;2026-11-22T09:30:01Z",
        "HOLDUNTIL | 2026-11-29T09:30:00Z          | 2026-11-29T09:30:00Z    | until;2026-11-29T09:30:00Z",
        "HOLDUNTIL | 2026-11-23t10:00:00.5z        | 2026-11-23T10:00:00.5Z  | until;2026-11-23T10:00:00.5Z",
        "HOLDUNTIL | 2026-11-23T10:00:00+01:00     | 2026-11-23T09:00:00Z    | until;2026-11-23T10:00:00+01:00",
        "HOLDUNTIL | 2026-11-22T00:31:00.125-09:00 | 2026-11-22T09:31:00.125Z | until;2026-11-22T00:31:00.125-09:00",
    })
    void shouldKnowUntilWhen(String name, String value, Instant until, String request) {
        assertThat(parameter.read(name, value, NOW)).isEqualTo(new Reading.Granted<>(new Hold(until, request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "01", "-1", "+5", "1.5", "60s", "604801", "1000000000", "99999999999999999999", "\u0661"})
    void shouldRefuseWhatIsNoNumberOfSecondsOrTooMany(String value) {
        assertThat(refusal("HOLDFOR", value)).isEqualTo("501 5.5.4 Parameter HOLDFOR: takes seconds, 1 to 604800");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "tomorrow", "3600", "2026-11-23", "2026-11-23T10:00Z", "2026-11-23T10:00:00", "2026-11-23 10:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-31T10:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:00:00+0100", "2026-11-23T10:00:00.Z", "26-11-23T10:00:00Z",
        "2026-11-22T09:30:00Z", "2026-11-22T09:30:00.250Z", "2025-11-23T10:00:00Z", "2026-11-29T09:30:01Z", "2027-11-23T10:00:00Z",
    })
    void shouldRefuseWhatIsNoTimeToComeOrTooFar(String value) {
        assertThat(refusal("HOLDUNTIL", value))
            .isEqualTo("501 5.5.4 Parameter HOLDUNTIL: takes a time to come, up to 2026-11-29T09:30:00Z");
    }

    @Test
    void shouldKnowWhenADeadlineComesFirst() {
        Hold hold = new Hold(NOW, "until;" + NOW);

        assertThat(hold.outlasts(new DeliverBy(NOW.minusMillis(1), DeliverBy.Mode.NOTIFY, false))).isTrue();
        assertThat(hold.outlasts(new DeliverBy(NOW, DeliverBy.Mode.RETURN, false))).isFalse();
    }

    private String refusal(String name, String value) {
        List<Hold> granted = new ArrayList<>();
        String reply = parameter.read(name, value, NOW).handTo(granted::add).orElseThrow().toString();
        assertThat(granted).isEmpty();
        return reply;
    }
}
