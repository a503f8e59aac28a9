// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.postern.benchmarks.server.Contestant;

class ReportTest {
    private final Report report = new Report(Map.of("commit", "a \"quoted\" one"));

    @Test
    void shouldSetPosternAgainstEachOther() {
        report.note(new Cell(Workload.named("4k"), 10), figures(
            Map.of(Contestant.POSTERN, rate(900, 0), Contestant.POSTFIX, rate(600, 0))));

        assertThat(report.markdown()).contains("4 KB, kept connections, 10 sessions")
            .contains("Postern to Postfix: accepted x1.50 delivered x1.50")
            .doesNotContain("stock James");
        assertThat(report.json()).contains("\"commit\": \"a \\\"quoted\\\" one\"").contains("\"server\": \"postfix\", \"accepted\": 600,");
        assertThat(report.isNothingLost()).isTrue();
    }

    @Test
    void shouldSayWhatIsLost() {
        report.note(new Cell(Workload.named("4k"), 10), figures(Map.of(Contestant.EXIM, rate(900, 3))));

        assertThat(report.isNothingLost()).isFalse();
        assertThat(report.markdown()).contains("3 NOT ARRIVED");
    }

    @Test
    void shouldTakeTheMedianOfRatesAndTheSumOfFaults() {
        Figures figures = Figures.of(List.of(rate(10, 1), rate(1000, 0), rate(20, 2)));

        assertThat(figures.acceptedPerSecond()).isEqualTo(20);
        assertThat(figures.lost()).isEqualTo(3);
        assertThat(Figures.of(List.of(rate(10, 0), rate(20, 0))).acceptedPerSecond()).isEqualTo(15);
    }

    private static Map<Contestant, Figures> figures(Map<Contestant, Figures> figures) {
        return new EnumMap<>(figures);
    }

    private static Figures rate(long perSecond, long lost) {
        return new Figures(perSecond, perSecond, perSecond, 1, 1, 1, 1, 0.1, 0, 0, lost, 0, "");
    }
}
