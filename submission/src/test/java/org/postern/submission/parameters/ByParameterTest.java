// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.DeliverBy;

class ByParameterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");

    private final ByParameter parameter = new ByParameter(60);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "60;R         | 2026-11-22T09:31:00Z | RETURN | false",
        "+3600;rt     | 2026-11-22T10:30:00Z | RETURN | true",
        "999999999;R  | 2058-07-31T11:16:39Z | RETURN | false",
        "59;N         | 2026-11-22T09:30:59Z | NOTIFY | false",
        "0;N          | 2026-11-22T09:30:00Z | NOTIFY | false",
        "-60;NT       | 2026-11-22T09:29:00Z | NOTIFY | true",
        "000000060;nT | 2026-11-22T09:31:00Z | NOTIFY | true",
    })
    void shouldCountFromNow(String value, Instant deadline, DeliverBy.Mode mode, boolean trace) {
        assertThat(parameter.read(value, NOW)).isEqualTo(new Reading.Granted<>(new DeliverBy(deadline, mode, trace)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "60;", ";R", "60;X", "60;T", "60;RN", "60;TR", "60;R;T", "60 ;R", "1000000000;R", "--1;N", "1.5;R"})
    void shouldRefuseWhatIsNotItsSyntax(String value) {
        assertThat(refusal(parameter, value)).startsWith("501 5.5.4 Parameter BY: takes seconds;R or seconds;N");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0;R", "-0;R", "-60;RT"})
    void shouldRefuseAReturnInThePast(String value) {
        assertThat(refusal(parameter, value)).isEqualTo("501 5.5.4 Parameter BY: with R takes more than 0 seconds");
        assertThat(refusal(new ByParameter(0), value)).startsWith("501 5.5.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"59;R", "1;rt"})
    void shouldRefuseAReturnSoonerThanAnnounced(String value) {
        assertThat(refusal(parameter, value)).isEqualTo("555 5.5.4 Parameter BY: with R takes 60 seconds or more");
        assertThat(new ByParameter(0).read(value, NOW)).isInstanceOf(Reading.Granted.class);
    }

    private static String refusal(ByParameter by, String value) {
        return by.read(value, NOW).handTo(granted -> { }).orElseThrow().toString();
    }
}
