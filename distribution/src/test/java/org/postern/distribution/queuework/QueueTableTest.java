// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueTableTest {

    private final StringWriter shown = new StringWriter();
    private final QueueTable table = new QueueTable(new PrintWriter(shown),
        Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void shouldMakeColumnsAsWideAsWhatIsInThem() throws Exception {
        table.messages(json("""
            [{"id":"m1-to-a.test","state":"waiting","arrived":"2026-01-01T09:55:00Z","size":2048,"sender":"ann@example.org",
              "recipients":["x@a.test"],"next":"2026-01-01T12:10:00Z","tries":2,"heldBecause":null,"reason":"450 4.2.0 not\\u001b now"},
             {"id":"m2","state":"held","arrived":"2026-01-01T11:59:50Z","size":10,"sender":"",
              "recipients":["x@a.test","y@a.test","z@a.test"],"next":null,"tries":0,"heldBecause":"an operator","reason":null}]"""));

        assertThat(shown.toString().lines()).containsExactly(
            "ID            AGE   SIZE  SENDER           RECIPIENTS           NEXT TRY  TRIES  REASON",
            "m1-to-a.test  2h5m  2K    ann@example.org  x@a.test             in 10m    2      450 4.2.0 not? now",
            "m2            10s   10    <>               x@a.test and 2 more  held      0      held: an operator");
    }

    @Test
    void shouldShowWhatTheOtherServerSaidOfEachRecipientAndTheHeader() throws Exception {
        table.message(json("""
            {"message":{"id":"m","queue":"outgoing","state":"waiting","arrived":"2026-01-01T09:55:00Z","size":99,
              "sender":"ann@example.org","recipients":["x@a.test","y@a.test"],"next":"2026-01-01T11:00:00Z","tries":1,
              "heldBecause":null,"reason":"450 later"},"accounts":["ann@example.org"],"client":"192.0.2.1","listener":"submission",
              "reasons":{"x@a.test":{"text":"450 later","fromNextHop":true},"y@a.test":{"text":"timeout","fromNextHop":false}},
              "header":["Subject: a"]}"""), true);

        assertThat(shown.toString().lines()).containsExactly(
            "id         m", "queue      outgoing", "state      waiting", "submitted  2026-01-01T09:55:00Z (2h5m ago)",
            "account    ann@example.org", "client     192.0.2.1 on submission", "size       99", "sender     ann@example.org",
            "recipient  x@a.test, the other server said: 450 later", "recipient  y@a.test, the reason: timeout", "tries      1",
            "next try   now (2026-01-01T11:00:00Z)", "", "Subject: a");
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "61, 1m", "3600, 1h0m", "90061, 1d1h", "-5, 0s"})
    void shouldTellTimesInTheirLargestUnits(long seconds, String expected) {
        assertThat(Quantities.time(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1023, 1023", "1024, 1K", "5242880, 5M"})
    void shouldTellSizesInTheirLargestUnit(long octets, String expected) {
        assertThat(Quantities.size(octets)).isEqualTo(expected);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
