// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.persistence.PersistenceException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.distribution.store.DerbyInMemory;

/** When the database does not do what it should. */
class TraceWriterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TraceSettings DAYS = new TraceSettings(Duration.ofDays(14));

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean isBroken;
    private volatile boolean isSlow;
    private DerbyInMemory derby;
    private TraceTable table;

    @BeforeEach
    void open() {
        derby = new DerbyInMemory();
        table = new TraceTable(derby.database()) {
            @Override
            void add(List<TraceEvent> events) {
                if (isSlow) {
                    pass();
                }
                if (isBroken) {
                    throw new PersistenceException("down");
                }
                written.addAll(events.stream().map(TraceEvent::story).toList());
            }
        };
    }

    @AfterEach
    void close() {
        derby.close();
    }

    private void pass() {
        try {
            gate.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TraceWriter writer(TraceSettings settings, Duration pause, int buffered) {
        TraceWriter writer = new TraceWriter(table, settings, Clock.systemUTC(), pause, buffered);
        writer.start();
        return writer;
    }

    private static void record(TraceWriter writer, int from, int to) {
        IntStream.range(from, to).forEach(i -> writer.record(TraceEvent.ofMail(Instant.now(), Kind.ACCEPTED, "m" + i)));
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void shouldWriteByItselfAndInOrder() {
        TraceWriter writer = writer(DAYS, Duration.ofMillis(10), 5000);
        record(writer, 0, 1200);

        Awaitility.await().untilAsserted(() -> assertThat(written).isEqualTo(names(0, 1200)));
        writer.stop();
    }

    @Test
    void shouldWriteAtItsEndWhatIsNotWritten() {
        TraceWriter writer = writer(DAYS, Duration.ofDays(1), 100);
        record(writer, 0, 3);
        assertThat(written).isEmpty();
        writer.stop();

        assertThat(written).isEqualTo(names(0, 3));
    }

    @Test
    void shouldNotKeepMailWaitingForADatabaseThatDoesNotAnswer() {
        isSlow = true;
        TraceWriter writer = writer(DAYS, Duration.ofMillis(1), 10);
        record(writer, 0, 1);
        Awaitility.await().until(() -> writer.buffered() == 0);
        record(writer, 1, 100);
        assertThat(writer.lost()).isEqualTo(89);
        isSlow = false;
        gate.countDown();

        Awaitility.await().untilAsserted(() -> assertThat(written).isEqualTo(names(0, 11)));
        Awaitility.await().untilAsserted(() -> assertThat(writer.lost()).isZero());
        writer.stop();
    }

    @Test
    void shouldWriteAgainWhenItCanAndGiveUpTheOldestWhenThereIsNoRoom() {
        isBroken = true;
        TraceWriter writer = writer(DAYS, Duration.ofDays(1), 5);
        record(writer, 0, 2);
        writer.flush(PATIENCE);
        record(writer, 2, 7);
        writer.flush(PATIENCE);
        assertThat(writer.lost()).isEqualTo(2);
        isBroken = false;
        writer.flush(PATIENCE);

        assertThat(written).isEqualTo(names(2, 7));
        assertThat(writer.lost()).isZero();
        writer.stop();
    }

    @Test
    void shouldKeepNothingForNoDays() {
        TraceWriter writer = writer(new TraceSettings(Duration.ZERO), Duration.ofDays(1), 5);
        record(writer, 0, 100);
        writer.stop();

        assertThat(new ArrayList<>(written)).isEmpty();
        assertThat(writer.lost()).isZero();
    }
}
