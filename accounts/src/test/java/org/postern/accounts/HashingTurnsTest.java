// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

class HashingTurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final CountDownLatch done = new CountDownLatch(1);

    @Test
    void shouldLetOthersWaitAndThenHash() throws Exception {
        HashingTurns turns = new HashingTurns(1, 1, LONG);
        CompletableFuture<String> first = hashing(turns);
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> take(turns));

        assertThat(second).isNotDone();
        done.countDown();
        assertThat(first.get()).isEqualTo("first");
        assertThat(second.get()).isEqualTo("taken");
    }

    @Test
    void shouldGiveUpWhenItTakesTooLong() throws Exception {
        HashingTurns turns = new HashingTurns(1, 1, Duration.ofMillis(1));
        CompletableFuture<String> first = hashing(turns);

        assertThatThrownBy(() -> turns.take(() -> "never")).isInstanceOf(TimeoutException.class);

        done.countDown();
        first.get();
        assertThat(turns.take(() -> "again")).isEqualTo("again");
    }

    @Test
    void shouldNotLetAFloodWait() throws Exception {
        HashingTurns turns = new HashingTurns(1, 0, LONG);
        CompletableFuture<String> first = hashing(turns);

        assertThatThrownBy(() -> turns.take(() -> "never")).isInstanceOf(TimeoutException.class);
        done.countDown();
        first.get();
    }

    @Test
    void shouldTakeTheNextWhenOneFails() throws Exception {
        HashingTurns turns = new HashingTurns(1, 0, LONG);

        assertThatThrownBy(() -> turns.take(() -> {
            throw new IllegalStateException("broken");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(turns.take(() -> "next")).isEqualTo("next");
    }

    /** Has the turn, and keeps it until it is done. */
    private CompletableFuture<String> hashing(HashingTurns turns) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> result = new CompletableFuture<>();
        new Thread(() -> {
            try {
                result.complete(turns.take(() -> {
                    begun.countDown();
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "first";
                }));
            } catch (TimeoutException | InterruptedException e) {
                result.completeExceptionally(e);
            }
        }).start();
        begun.await();
        return result;
    }

    private static String take(HashingTurns turns) {
        try {
            return turns.take(() -> "taken");
        } catch (TimeoutException | InterruptedException e) {
            return e.toString();
        }
    }
}
