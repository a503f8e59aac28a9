// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;

class TraceRowTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");

    @Test
    void shouldKeepASimpleMessageInOneRow() {
        TraceEvent accepted = TraceEvent.ofMail(NOW, Kind.ACCEPTED, "Mail1").with(Map.of(TraceField.USER, "ann@people.test",
            TraceField.ACCOUNT, "ann@people.test", TraceField.SENDER, "Ann@People.test", TraceField.MESSAGE_ID, "M1@people.test"))
            .aboutText(List.of("Bob@remote.test"));
        TraceEvent delivered = TraceEvent.ofMail(NOW.plusMillis(7), Kind.DELIVERED, "Mail1-to-remote.test")
            .aboutText(List.of("Bob@remote.test"));
        TraceEvent other = TraceEvent.ofSession(NOW, Kind.LOGIN, "s1");

        List<TraceRow> rows = TraceRow.of(List.of(accepted, other, delivered));

        assertThat(rows).hasSize(2);
        TraceRow row = rows.get(0);
        assertThat(List.of(row.story(), row.messageId(), row.account(), row.address()))
            .containsExactly("Mail1", "m1@people.test", "ann@people.test", "bob@remote.test");
        assertThat(row.at()).isEqualTo(NOW.toEpochMilli());
        assertThat(TraceJson.read(row.events(), row.story())).containsExactly(accepted, delivered);
        assertThat(rows.get(1).story()).isEqualTo("session:s1");
    }

    @Test
    void shouldFindAllOfManyRecipientsAndFitWhateverIsInThem() {
        List<String> recipients = IntStream.range(0, 1000).mapToObj(i -> i + "\"\\".repeat(150) + "@remote.test").toList();
        TraceEvent accepted = TraceEvent.ofMail(NOW, Kind.ACCEPTED, "Mail1").with(TraceField.REPLY, "\"\\".repeat(300))
            .aboutText(recipients);

        List<TraceRow> rows = TraceRow.of(List.of(accepted));

        assertThat(rows).extracting(TraceRow::address).containsExactlyElementsOf(recipients);
        assertThat(rows).allMatch(row -> row.events().length() <= TraceRow.LONGEST_EVENTS);
        assertThat(rows.stream().filter(row -> !row.events().isEmpty()).flatMap(row -> TraceJson.read(row.events(), "Mail1").stream())
            .flatMap(event -> event.recipients().stream())).containsExactlyElementsOf(recipients);
    }
}
