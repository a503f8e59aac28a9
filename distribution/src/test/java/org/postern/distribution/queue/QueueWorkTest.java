// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.distribution.queue.OpenQueue.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.bridge.MailOptions;
import org.postern.submission.Hold;

@Timeout(120)
class QueueWorkTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Selection ALL = chosen(Set.of(), null, null, null, null, false);

    @TempDir
    private Path directory;
    private OpenQueue queue;

    @BeforeEach
    void open() throws Exception {
        queue = new OpenQueue(directory);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    static Stream<Arguments> selections() {
        return Stream.of(
            Arguments.of(ALL, List.of("m1-to-a.test", "m1-to-b.test", "m10-to-a.test", "old")),
            Arguments.of(Selection.of("m1"), List.of("m1-to-a.test", "m1-to-b.test")),
            Arguments.of(Selection.of("m1-to-b.test"), List.of("m1-to-b.test")),
            Arguments.of(Selection.of("m"), List.of()),
            Arguments.of(chosen(Set.of(), "aNN@example.org", null, null, null, false),
                List.of("m1-to-a.test", "m1-to-b.test", "m10-to-a.test")),
            Arguments.of(chosen(Set.of(), "", null, null, null, false), List.of("old")),
            Arguments.of(chosen(Set.of(), null, "X@A.test", null, null, false), List.of("m1-to-a.test", "m10-to-a.test")),
            Arguments.of(chosen(Set.of(), null, "z@a.test", null, null, false), List.of("m10-to-a.test")),
            Arguments.of(chosen(Set.of(), null, null, "B.test", null, false), List.of("m1-to-b.test")),
            Arguments.of(chosen(Set.of(), null, null, "test", null, false), List.of()),
            Arguments.of(chosen(Set.of("m1"), null, null, "a.test", null, false), List.of("m1-to-a.test")),
            Arguments.of(chosen(Set.of(), null, null, null, HOUR, false), List.of("old")),
            Arguments.of(chosen(Set.of(), null, null, null, null, true), List.of()));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void shouldChooseWhatAllFiltersAgreeOn(Selection which, List<String> expected) throws Exception {
        queue.add(mail("m1-to-a.test", "x@a.test"), HOUR).add(mail("m1-to-b.test", "x@b.test"), HOUR)
            .add(mail("m10-to-a.test", "x@A.test", "z@a.test"), HOUR);
        MailImpl old = mail("old", "x@c.test");
        old.setSender(null);
        MailOptions.writeArrival(old, Instant.now().minus(HOUR.multipliedBy(2)));
        queue.add(old, HOUR);

        assertThat(names(which)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(queue.work().count(which)).isEqualTo(expected.size());
        queue.close();
        open();
        assertThat(names(which)).as("after a restart").containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldHoldOverARestartUntilReleased() throws Exception {
        queue.add(mail("kept", "x@a.test"), Duration.ZERO).add(mail("goes", "x@b.test"), Duration.ZERO);

        assertThat(queue.work().work(QueueAction.HOLD, Selection.of("kept"), 10)).isEqualTo(new QueueWork.Part(1, 0, 0));
        queue.close();
        open();
        assertThat(queue.take().getMail().getName()).isEqualTo("goes");
        assertThat(queue.work().list(Selection.of("kept"), 10)).singleElement().satisfies(listed -> {
            assertThat(listed.state()).isEqualTo(QueuedState.HELD);
            assertThat(listed.next()).isEmpty();
        });
        assertThat(queue.accounts().held()).extracting(HeldMessage::reason).containsExactly("an operator");
        assertThat(queue.work().work(QueueAction.HOLD, Selection.of("kept"), 10).done()).isZero();

        assertThat(queue.work().work(QueueAction.RELEASE, ALL, 10).done()).isEqualTo(1);
        assertThat(queue.take().getMail().getName()).isEqualTo("kept");
    }

    @Test
    void shouldWorkInPartsAndSayHowMuchIsLeft() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.add(mail("m" + i, "x@a.test"), HOUR);
        }

        assertThat(queue.work().ahead(QueueAction.DELETE, ALL)).isEqualTo(new QueueWork.Part(0, 5, 0));
        assertThat(queue.work().preview(QueueAction.DELETE, ALL, 2)).hasSize(2);
        assertThat(queue.work().work(QueueAction.DELETE, ALL, 2)).isEqualTo(new QueueWork.Part(2, 3, 0));
        assertThat(queue.work().work(QueueAction.HOLD, ALL, 2)).isEqualTo(new QueueWork.Part(2, 1, 0));
        assertThat(queue.work().work(QueueAction.DELETE, ALL, 9)).isEqualTo(new QueueWork.Part(3, 0, 0));
        assertThat(queue.work().count(ALL)).isZero();
    }

    @Test
    void shouldLeaveAloneWhatIsInDelivery() throws Exception {
        queue.add(mail("tried", "x@a.test"), Duration.ZERO).add(mail("waits", "x@a.test"), HOUR);
        MailQueueItem tried = queue.take();
        tried.getMail();

        assertThat(queue.work().ahead(QueueAction.DELETE, ALL)).isEqualTo(new QueueWork.Part(0, 1, 1));
        assertThat(queue.work().preview(QueueAction.DELETE, ALL, 9)).hasSize(1);
        assertThat(queue.work().work(QueueAction.DELETE, ALL, 9)).isEqualTo(new QueueWork.Part(1, 0, 1));
        assertThat(queue.work().list(ALL, 9)).extracting(ListedMail::state).containsExactly(QueuedState.IN_DELIVERY);
        tried.done(CompletionStatus.SUCCESS);
    }

    @Test
    void shouldNotTouchWhatIsQueuedLater() throws Exception {
        queue.add(mail("later", "x@a.test"), HOUR);

        assertThat(queue.work().work(QueueAction.DELETE, ALL.queuedBefore(Instant.now().minus(HOUR)), 9).done()).isZero();
    }

    @Test
    void shouldRetryNowButNotBeforeTheAuthorWants() throws Exception {
        MailImpl wanted = mail("tomorrow", "x@a.test");
        MailOptions.write(wanted, new Hold(Instant.now().plus(HOUR), "for;3600"));
        queue.add(wanted, HOUR).add(mail("waits", "x@a.test"), HOUR).add(mail("held", "x@a.test"), HOUR);
        queue.work().work(QueueAction.HOLD, Selection.of("held"), 9);

        assertThat(queue.work().work(QueueAction.RETRY, ALL, 9)).isEqualTo(new QueueWork.Part(1, 0, 0));
        assertThat(queue.take().getMail().getName()).isEqualTo("waits");
    }

    @Test
    void shouldTellTheHeaderWithoutTheBody() throws Exception {
        queue.add(mail("m", "x@a.test"), HOUR);

        assertThat(queue.work().show(Selection.of("m"), 9)).singleElement()
            .satisfies(shown -> assertThat(shown.header()).containsExactly("Subject: m"));
    }

    @Test
    void shouldCountDelaysByDomainAndRememberWhoWasTriedLast() throws Exception {
        queue.late("one", 1, "450 4.2.0 first", "x@a.test").late("two", 2, "450 4.2.0 second", "x@A.test", "y@a.test")
            .late("three", 1, "timeout", "x@b.test").add(mail("fresh", "x@c.test"), HOUR);

        QueueDelays.Delays delays = queue.delays().delays(1);

        assertThat(delays.domains()).isEqualTo(2);
        assertThat(delays.delayed()).singleElement().satisfies(domain -> {
            assertThat(domain.domain()).isEqualTo("a.test");
            assertThat(domain.waiting()).isEqualTo(2);
            assertThat(domain.lastTried().orElseThrow().getName()).isEqualTo("two");
        });
    }

    private List<String> names(Selection which) {
        return queue.work().list(which, 100).stream().map(listed -> listed.mail().getName()).toList();
    }

    private static Selection chosen(Set<String> ids, String sender, String recipient, String domain, Duration age, boolean held) {
        return new Selection(ids, Optional.ofNullable(sender), Optional.ofNullable(recipient), Optional.ofNullable(domain),
            Optional.ofNullable(age).map(Instant.now()::minus), Optional.empty(), held);
    }
}
