// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.apache.activemq.command.ProducerId;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.distribution.queue.Journal.Place;

@Timeout(60)
class TurnsTest {
    private static final long NOW = 1_000_000;
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Set<String> stopped = new HashSet<>();
    private final SetClock clock = new SetClock();
    private final Turns turns = new Turns(clock, mail -> stopped.contains(mail.name()));

    @Test
    void shouldHandOutByPriorityAndThenInOrder() throws Exception {
        add(1, "ordinary", 5, NOW);
        add(2, "urgent", 9, NOW);
        add(3, "ordinary-too", 5, 0);
        add(4, "later", 9, NOW + 1);

        assertThat(taken()).isEqualTo("urgent");
        assertThat(taken()).isEqualTo("ordinary");
        assertThat(taken()).isEqualTo("ordinary-too");
        assertThat(turns.take(AT_ONCE)).isEmpty();
        assertThat(turns.hurry(mail -> true)).isEqualTo(1);
        assertThat(taken()).isEqualTo("later");
    }

    @Test
    void shouldTellHowManyThereAreAndWhy() throws Exception {
        add(1, "overdue", 5, NOW - 3000);
        add(2, "due", 5, NOW);
        add(3, "later", 5, NOW + 1);
        add(4, "stopped", 9, NOW);
        stopped.add("stopped");
        add(5, "first", 9, NOW);

        assertThat(taken()).isEqualTo("first");
        assertThat(turns.depth()).isEqualTo(new QueueDepth(2, 1, 1, 1, 0, Duration.ofSeconds(3)));
    }

    @Test
    void shouldHandOutWhatIsAddedWhileSomebodyWaits() {
        CompletableFuture<Optional<QueuedMail>> next = CompletableFuture.supplyAsync(() -> {
            try {
                return turns.take(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        add(1, "a", 5, NOW);

        assertThat(next.join()).map(QueuedMail::name).contains("a");
    }

    @Test
    void shouldHandOutAgainOnlyWhatIsGivenBack() throws Exception {
        QueuedMail mail = add(1, "a", 5, NOW);
        assertThat(taken()).isEqualTo("a");
        assertThat(turns.take(AT_ONCE)).isEmpty();
        assertThat(turns.size()).isEqualTo(1);

        turns.giveBack(mail);
        assertThat(taken()).isEqualTo("a");
        turns.forget(mail.place());
        turns.giveBack(mail);
        assertThat(turns.take(AT_ONCE)).isEmpty();
        assertThat(turns.size()).isZero();
    }

    @Test
    void shouldKeepWhatIsStoppedUntilItIsReleased() throws Exception {
        stopped.add("a");
        add(1, "a", 5, NOW);
        add(2, "b", 5, NOW);
        assertThat(taken()).isEqualTo("b");
        assertThat(turns.take(AT_ONCE)).isEmpty();
        stopped.clear();
        assertThat(turns.take(AT_ONCE)).isEmpty();

        turns.release(mail -> !stopped.contains(mail.name()));
        assertThat(taken()).isEqualTo("a");
    }

    @Test
    void shouldTakeWhatWaitsOrIsStoppedButNotWhatIsWorkedOn() throws Exception {
        stopped.add("stopped");
        add(1, "worked-on", 9, NOW);
        add(2, "stopped", 5, NOW);
        add(3, "waits", 5, NOW + 1);
        add(4, "due", 5, NOW);
        assertThat(taken()).isEqualTo("worked-on");
        assertThat(taken()).isEqualTo("due");
        turns.giveBack(mail(4, "due", 5, NOW, false));

        List<QueuedMail> all = turns.takeAll(mail -> true, 10);
        assertThat(all).extracting(QueuedMail::name).containsExactlyInAnyOrder("stopped", "waits", "due");
        assertThat(turns.takeAll(mail -> true, 10)).isEmpty();
        turns.hurry(mail -> true);
        turns.release(mail -> !stopped.contains(mail.name()));
        assertThat(turns.take(AT_ONCE)).isEmpty();
        all.forEach(turns::giveBack);
        assertThat(taken()).isEqualTo("due");
    }

    @Test
    void shouldNotHandOutWhatIsHeldAndListWhatIsDueFirst() throws Exception {
        turns.add(mail(1, "held", 9, NOW, true));
        add(2, "waits-long", 9, NOW + 9);
        add(3, "waits", 5, NOW + 1);
        add(4, "due", 5, NOW);

        assertThat(turns.list(mail -> true)).extracting(QueuedMail::name).containsExactly("held", "due", "waits", "waits-long");
        assertThat(turns.count(QueuedMail::held)).isEqualTo(1);
        assertThat(taken()).isEqualTo("due");
        assertThat(turns.take(AT_ONCE)).isEmpty();
    }

    @Test
    void shouldWaitAsLongAsMailWasToWhenTheClockIsSetBack() throws Exception {
        add(1, "retried", 5, NOW + 5);
        assertThat(turns.take(AT_ONCE)).isEmpty();

        clock.now = NOW - 1000;
        add(2, "queued-before-the-start", 5, NOW + 5);
        assertThat(turns.take(AT_ONCE)).isEmpty();
        clock.now += 4;
        assertThat(turns.take(AT_ONCE)).isEmpty();
        clock.now += 1;
        assertThat(taken()).isEqualTo("retried");
        assertThat(taken()).isEqualTo("queued-before-the-start");
    }

    private static final class SetClock extends Clock {
        private volatile long now = NOW;

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("The zone does not matter here");
        }
    }

    private String taken() throws InterruptedException {
        return turns.take(AT_ONCE).orElseThrow().name();
    }

    private QueuedMail add(long order, String name, int priority, long due) {
        QueuedMail mail = mail(order, name, priority, due, false);
        turns.add(mail);
        return mail;
    }

    private static QueuedMail mail(long order, String name, int priority, long due, boolean held) {
        return new QueuedMail(new Place(new ProducerId("ID:a:1:1:1"), order), order, due, priority, NOW, held, name, "ann@example.org",
            "\nbob@example.net\n", List.of(Username.of("ann@example.org")), Optional.empty(),
            new QueuedMail.Past(NOW, 0, 0));
    }
}
