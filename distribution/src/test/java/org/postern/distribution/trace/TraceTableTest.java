// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.persistence.PersistenceException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.distribution.store.Database;
import org.postern.distribution.store.DerbyInMemory;
import org.postern.distribution.trace.TraceSearch.Found;
import org.postern.distribution.trace.TraceSearch.Story;

/** What is found again, in the database that is shipped. */
class TraceTableTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");
    private static final String JOERG = "j\u00f6rg@m\u00fcller.example";

    private DerbyInMemory derby;
    private TraceTable table;
    private TraceWriter writer;
    private TraceSearch search;

    @BeforeEach
    void open() {
        derby = new DerbyInMemory();
        table = new TraceTable(derby.database());
        writer = new TraceWriter(table, new TraceSettings(Duration.ofDays(14)), Clock.fixed(NOW, ZoneOffset.UTC));
        search = new TraceSearch(table, writer);
    }

    @AfterEach
    void close() {
        writer.stop();
        derby.close();
    }

    private void submit(String queueId, String session, int transaction, Instant at, String recipient) {
        writer.record(TraceEvent.ofMail(at, Kind.ACCEPTED, queueId).with(Map.of(TraceField.SESSION, session,
            TraceField.TRANSACTION, Integer.toString(transaction), TraceField.ACCOUNT, "ann@people.test",
            TraceField.SENDER, "news@people.test", TraceField.MESSAGE_ID, queueId + "@people.test")).aboutText(List.of(recipient)));
    }

    private void login(String session, Instant at) {
        writer.record(TraceEvent.ofSession(at, Kind.LOGIN, session).with(TraceField.ACCOUNT, "ann@people.test"));
    }

    private void refuse(String session, int transaction, Instant at, String recipient) {
        writer.record(TraceEvent.ofSession(at, Kind.REFUSED, session).with(TraceField.TRANSACTION, Integer.toString(transaction))
            .aboutText(List.of(recipient)));
    }

    private static List<String> kinds(Story story) {
        return story.events().stream().map(event -> event.kind().word()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mail1", "Mail1-to-remote.test", "<Mail1@people.test>", "mail1@people.test", "Ann@People.TEST",
        "news@people.test", "bob@remote.test"})
    void shouldFindAMessageByAllItsNames(String name) {
        login("s1", NOW.minusSeconds(2));
        refuse("s1", 1, NOW.minusSeconds(1), "nobody@remote.test");
        submit("Mail1", "s1", 1, NOW, "bob@remote.test");
        writer.record(TraceEvent.ofMail(NOW.plusSeconds(1), Kind.DELIVERED, "Mail1-to-remote.test"));

        Found found = search.find(name, Instant.EPOCH, 10);

        assertThat(found.more()).isFalse();
        assertThat(found.stories()).hasSize(1);
        assertThat(found.stories().get(0).id()).isEqualTo("Mail1");
        assertThat(kinds(found.stories().get(0))).containsExactly("login", "refused", "accepted", "delivered");
    }

    @Test
    void shouldTellMessagesOfOneSessionApart() {
        login("s1", NOW);
        refuse("s1", 1, NOW.plusSeconds(1), "x@remote.test");
        submit("Mail1", "s1", 1, NOW.plusSeconds(2), JOERG);
        submit("Mail2", "s1", 2, NOW.plusSeconds(3), JOERG);
        refuse("s1", 3, NOW.plusSeconds(4), JOERG);

        List<Story> stories = search.find(JOERG, Instant.EPOCH, 10).stories();

        assertThat(stories).extracting(Story::id).containsExactly("session:s1", "Mail1", "Mail2");
        assertThat(kinds(stories.get(1))).containsExactly("login", "refused", "accepted");
        assertThat(kinds(stories.get(2))).containsExactly("login", "accepted");
        assertThat(search.find("nobody@people.test", Instant.EPOCH, 10).stories()).isEmpty();
    }

    @Test
    void shouldShowTheNewestAndSayThatThereIsMore() {
        IntStream.range(0, 5).forEach(i -> submit("Mail" + i, "s" + i, 1, NOW.plusSeconds(i), "bob@remote.test"));

        Found found = search.find("bob@remote.test", Instant.EPOCH, 2);

        assertThat(found.more()).isTrue();
        assertThat(found.stories()).extracting(Story::id).containsExactly("Mail3", "Mail4");
        assertThat(search.find("bob@remote.test", NOW.plusSeconds(4), 2).more()).isFalse();
    }

    @Test
    void shouldKeepWhatFailedForLaterAndNothingOfItTwice() {
        submit("Mail1", "s1", 1, NOW, "bob@remote.test");
        Database broken = derby.database();
        writer.flush(Duration.ofSeconds(5));
        broken.change("RENAME TABLE POSTERN_TRACE TO AWAY");
        submit("Mail2", "s1", 1, NOW, "bob@remote.test");
        writer.flush(Duration.ofSeconds(5));
        assertThatThrownBy(() -> table.events("Mail2")).isInstanceOf(PersistenceException.class);
        broken.change("RENAME TABLE AWAY TO POSTERN_TRACE");

        assertThat(search.find("bob@remote.test", Instant.EPOCH, 10).stories()).hasSize(2)
            .allMatch(story -> story.events().size() == 1);
        assertThat(writer.lost()).isZero();
    }

    @Test
    void shouldRemoveWhatIsOldInPieces() {
        List<TraceEvent> events = IntStream.range(0, TraceTable.AT_ONCE + 10)
            .mapToObj(i -> TraceEvent.ofMail(NOW.plusMillis(i), Kind.ACCEPTED, "Mail" + i)).toList();
        table.add(events);
        Instant last = NOW.plusMillis(TraceTable.AT_ONCE + 9);

        assertThat(table.removeSomeBefore(last)).isTrue();
        assertThat(table.events("Mail" + (TraceTable.AT_ONCE - 1))).isEmpty();
        assertThat(table.events("Mail" + TraceTable.AT_ONCE)).hasSize(1);
        assertThat(table.removeSomeBefore(last)).isFalse();
        assertThat(table.events("Mail" + (TraceTable.AT_ONCE + 8))).isEmpty();
        assertThat(table.events("Mail" + (TraceTable.AT_ONCE + 9))).hasSize(1);
    }

    @Test
    void shouldBeThereAfterARestart() {
        submit("Mail1", "s1", 1, NOW, JOERG);
        writer.stop();

        assertThat(new TraceTable(derby.database()).events("Mail1")).hasSize(1);
    }
}
