// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Sun, 22 Nov 2026 09:30:15 +0100                | 2026-11-22T09:30:15+01:00",
        "22 Nov 2026 09:30 +0100                        | 2026-11-22T09:30:00+01:00",
        "Sun, 1 Nov 2026 9:30:00 -0330                  | 2026-11-01T09:30:00-03:30",
        "Sun, 22 Nov 2026 09:30:00 GMT                  | 2026-11-22T09:30:00Z",
        "Sun, 22 Nov 2026 09:30:00 UT                   | 2026-11-22T09:30:00Z",
        "Sun, 22 Nov 2026 09:30:00 UTC                  | 2026-11-22T09:30:00Z",
        "Sun, 22 Nov 2026 09:30:00 EST                  | 2026-11-22T09:30:00-05:00",
        "Sun, 22 Nov 2026 09:30:00 pdt                  | 2026-11-22T09:30:00-07:00",
        "Sun, 22 Nov 2026 09:30:00 Z                    | 2026-11-22T09:30:00Z",
        "Sun, 22 Nov 2026 09:30:00 A                    | 2026-11-22T09:30:00Z",
        "Sun, 22 Nov 2026 09:30:00 -0000                | 2026-11-22T09:30:00Z",
        "Sun, 22 Nov 26 09:30:00 +0100                  | 2026-11-22T09:30:00+01:00",
        "Fri, 22 Nov 96 09:30:00 +0100                  | 1996-11-22T09:30:00+01:00",
        "Fri, 22 Nov 126 09:30:00 +0100                 | 2026-11-22T09:30:00+01:00",
        "sun, 22 NOV 2026 09:30:00 +0100                | 2026-11-22T09:30:00+01:00",
        "Mon, 22 Nov 2026 09:30:00 +0100                | 2026-11-22T09:30:00+01:00",
        "Sun, 22 Nov 2026 09:30:00 +0100 (CET)          | 2026-11-22T09:30:00+01:00",
        "Sun (a), 22 (b(c\\)) ) Nov 2026 09 : 30:00 +0100 | 2026-11-22T09:30:00+01:00",
        "Sat, 31 Dec 2016 23:59:60 +0000                | 2016-12-31T23:59:59Z",
        "Thu, 29 Feb 2024 00:00:00 +1400                | 2024-02-29T00:00:00+14:00",
    })
    void shouldRead(String body, OffsetDateTime expected) {
        assertThat(MessageDate.parse(body)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-22T09:30:00+01:00", "Sun, 31 Feb 2026 09:30:00 +0100", "Sun, 29 Feb 2026 09:30:00 +0100",
        "Sun, 22 Nov 2026 24:30:00 +0100", "Sun, 22 Nov 2026 09:60:00 +0100", "Sun, 22 Nov 2026 09:30:61 +0100",
        "Sun, 22 Nov 2026 09:30:00", "Sun, 22 Nov 2026", "Sun, 22 Nov 2026 09:30:00 +1", "Sun, 22 Nov 2026 09:30:00 +9900",
        "Sun, 22 Nov 2026 09:30:00 +0060", "Sun, 22 Nov 2026 09:30:00 XYZ", "Sun Nov 22 2026 09:30:00 GMT+0100",
        "Sun, 0 Nov 2026 09:30:00 +0100",
        "Xyz, 22 Nov 2026 09:30:00 +0100", "Sun, 22 Nvo 2026 09:30:00 +0100", "Sun, 22 Nov 1899 09:30:00 +0100",
        "Sun, 22 Nov 2026 09:30:00 +0100 later", "Sun, 22 Nov 2026 09:30:00 (+0100)", "((((", "(\\", "\u0661\u0662 Nov 2026 09:30 +0100"})
    void shouldNotRead(String body) {
        assertThat(MessageDate.parse(body)).isEmpty();
    }

    @Property
    void shouldReadWhatItWrites(@ForAll @LongRange(min = -2_000_000_000L, max = 200_000_000_000L) long second,
                                @ForAll @IntRange(min = -14 * 60, max = 14 * 60) int minutesFromUtc) {
        var time = Instant.ofEpochSecond(second).atZone(ZoneOffset.ofTotalSeconds(minutesFromUtc * 60));

        assertThat(MessageDate.parse(MessageDate.format(time))).contains(time.toOffsetDateTime());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2026-11-22T08:30:00Z | Europe/Berlin    | Sun, 22 Nov 2026 09:30:00 +0100",
        "2026-09-05T08:03:09Z | UTC              | Sat, 5 Sep 2026 08:03:09 +0000",
        "2026-06-01T00:00:00Z | America/St_Johns | Sun, 31 May 2026 21:30:00 -0230",
    })
    void shouldWriteInZone(Instant instant, String zone, String expected) {
        assertThat(MessageDate.format(instant.atZone(ZoneId.of(zone)))).isEqualTo(expected);
    }
}
