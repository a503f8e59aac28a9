// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreCallsTest {
    private static final int SILENT = 3;

    @Test
    void shouldGiveTheAnswerOrWhatTheQuestionThrows() throws Exception {
        StoreCalls stores = new StoreCalls(Duration.ofSeconds(30));

        assertThat(stores.ask(() -> "yes")).isEqualTo("yes");
        assertThatThrownBy(() -> stores.ask(() -> {
            throw new IllegalStateException("down");
        })).isInstanceOf(IllegalStateException.class).hasMessage("down");
    }

    @Test
    void shouldGiveUpOnAStoreThatHangsAndSoonTellAtOnce() throws Exception {
        StoreCalls stores = new StoreCalls(Duration.ofMillis(200));
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < SILENT; i++) {
            assertThatThrownBy(() -> stores.ask(() -> gate.await(1, TimeUnit.MINUTES)))
                .isInstanceOf(TimeoutException.class).hasMessageStartingWith("The store has not answered in");
        }
        assertThatThrownBy(() -> stores.ask(() -> "never asked")).isInstanceOf(TimeoutException.class)
            .hasMessage("The store has not answered the last questions");
        gate.countDown();
    }

    @Test
    void shouldCountAQuestionThatSaysItselfThatThereIsNoAnswer() {
        StoreCalls stores = new StoreCalls(Duration.ofSeconds(30));
        for (int i = 0; i < SILENT; i++) {
            assertThatThrownBy(() -> stores.ask(() -> {
                throw new TimeoutException("nobody answers");
            })).isInstanceOf(TimeoutException.class).hasMessage("nobody answers");
        }
        assertThatThrownBy(() -> stores.ask(() -> "never asked")).isInstanceOf(TimeoutException.class)
            .hasMessage("The store has not answered the last questions");
    }

    @Test
    void shouldLetOneTryWhenThePauseIsOver() {
        AtomicLong now = new AtomicLong();
        Outage outage = new Outage(Duration.ofNanos(10), now::get);
        for (int i = 0; i < SILENT; i++) {
            assertThat(outage.mayTry()).isTrue();
            outage.silent();
        }
        assertThat(outage.mayTry()).isFalse();
        now.set(10);
        assertThat(outage.mayTry()).isTrue();
        assertThat(outage.mayTry()).isFalse();
        outage.answered();
        assertThat(outage.mayTry()).isTrue();
        assertThat(outage.mayTry()).isTrue();
    }

    @Test
    void shouldNotCountSilenceThatAnAnswerInterrupts() {
        Outage outage = new Outage(Duration.ofNanos(10), () -> 0);
        for (int i = 0; i < SILENT - 1; i++) {
            outage.silent();
        }
        outage.answered();
        outage.silent();
        assertThat(outage.mayTry()).isTrue();
    }
}
