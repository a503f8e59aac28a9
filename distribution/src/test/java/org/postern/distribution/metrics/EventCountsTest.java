// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;

class EventCountsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final CollectorRegistry registry = new CollectorRegistry();
    private final EventCounts counts = new EventCounts(registry, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldCountLoginsByWhatCameOfThem() {
        TraceEvent login = TraceEvent.ofSession(NOW, Kind.LOGIN_REFUSED, "s1").with(Map.of(TraceField.MECHANISM, "PLAIN",
            TraceField.OUTCOME, "locked-out", TraceField.TLS, "TLSv1.3 TLS_AES_256_GCM_SHA384", TraceField.ACCOUNT, "ann@example.org"));
        counts.record(login);
        counts.record(login);

        assertThat(figures()).contains("postern_logins_total{mechanism=\"PLAIN\",outcome=\"locked-out\",} 2.0\n",
            "postern_tls_logins_total{version=\"TLSv1.3\",cipher=\"TLS_AES_256_GCM_SHA384\",} 2.0\n").doesNotContain("ann@");
    }

    @Test
    void shouldCountAcceptedMessagesAndHowLongTheirAuthorsWaited() {
        counts.record(TraceEvent.ofMail(NOW.minus(Duration.ofMillis(30)), Kind.ACCEPTED, "Mail1").with(Map.of(
            TraceField.LISTENER, "submission", TraceField.SIZE, "1234", TraceField.REPLY, "250 2.6.0 Queued as Mail1"))
            .aboutText(List.of("bob@example.net", "carol@example.net")));

        assertThat(figures()).contains("postern_messages_total{listener=\"submission\",outcome=\"accepted\",} 1.0\n",
            "postern_accepted_recipients_total 2.0\n", "postern_accepted_bytes_total 1234.0\n",
            "postern_submission_duration_seconds_bucket{le=\"0.025\",} 0.0\n",
            "postern_submission_duration_seconds_bucket{le=\"0.05\",} 1.0\n", "postern_submission_duration_seconds_sum 0.03\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        550 5.7.1 ann may not           | refused
        451 4.3.0 Come again later      | deferred
        """)
    void shouldCountRefusedMessagesByRuleAndReply(String reply, String outcome) {
        counts.record(TraceEvent.ofMail(NOW, Kind.REFUSED, "Mail1").with(Map.of(
            TraceField.LISTENER, "submissions", TraceField.RULE, "author-rights", TraceField.REPLY, reply)));

        assertThat(figures()).contains("postern_messages_total{listener=\"submissions\",outcome=\"" + outcome + "\",} 1.0\n",
            "postern_refusals_total{command=\"message\",rule=\"author-rights\",code=\"" + reply.substring(0, 3) + "\",status=\""
                + reply.substring(4, 9) + "\",} 1.0\n");
    }

    @Test
    void shouldCountRefusedCommandsApartFromMessages() {
        counts.record(TraceEvent.ofSession(NOW, Kind.REFUSED, "s1").with(Map.of(
            TraceField.COMMAND, "RCPT", TraceField.REPLY, "501 Syntax")));

        assertThat(figures()).contains("postern_refusals_total{command=\"RCPT\",rule=\"\",code=\"501\",status=\"\",} 1.0\n")
            .doesNotContain("postern_messages_total{");
    }

    @Test
    void shouldCountEachRepairSignatureAndReport() {
        counts.record(TraceEvent.ofMail(NOW, Kind.REPAIRED, "Mail1").with(TraceField.CHANGES, "add-date, add-to"));
        counts.record(TraceEvent.ofMail(NOW, Kind.SIGNED, "Mail1").with(TraceField.CHANGES, "example.org s1"));
        counts.record(TraceEvent.ofMail(NOW, Kind.REPORTED, "Mail1").with(TraceField.REASON, "failed"));

        assertThat(figures()).contains("postern_repairs_total{repair=\"add-date\",} 1.0\n",
            "postern_repairs_total{repair=\"add-to\",} 1.0\n",
            "postern_signed_messages_total 1.0\n", "postern_reports_total{action=\"failed\",} 1.0\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        250 2.0.0 OK         | 250
        250-first of several | 250
        550                  | 550
        599 5.9.9 Whatever   | other
        no route to host     | ''
        """)
    void shouldCountRecipientsByTheReplyOfTheOtherServer(String reply, String code) {
        counts.record(TraceEvent.ofMail(NOW, Kind.DELAYED, "Mail1").with(TraceField.REPLY, reply)
            .aboutText(List.of("bob@example.net", "carol@example.net")));

        assertThat(figures()).contains("postern_deliveries_total{outcome=\"delayed\",code=\"" + code + "\",} 2.0\n");
    }

    @Test
    void shouldKeepASeriesOnOneLineWhateverItsLabelsHold() {
        BoundedCounter counter = BoundedCounter.in(registry, "postern_odd_total", "Odd.", "label");

        counter.add(1, "a \"quoted\" \\ and\nbroken");

        assertThat(figures()).contains("postern_odd_total{label=\"a \\\"quoted\\\" \\\\ and\\nbroken\",} 1.0\n");
    }

    @Test
    void shouldPutAllSeriesBeyondTheLimitIntoOne() {
        BoundedCounter counter = BoundedCounter.in(registry, 2, "postern_many_total", "Many.", "one", "two");

        for (String label : List.of("a", "b", "c", "d", "a")) {
            counter.add(1, label, "x");
        }

        assertThat(figures().lines().filter(line -> line.startsWith("postern_many_total{")))
            .containsExactlyInAnyOrder("postern_many_total{one=\"a\",two=\"x\",} 2.0", "postern_many_total{one=\"b\",two=\"x\",} 1.0",
                "postern_many_total{one=\"other\",two=\"other\",} 2.0");
    }

    private String figures() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
