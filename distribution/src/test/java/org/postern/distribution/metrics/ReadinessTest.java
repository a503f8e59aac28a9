// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final Duration ALWAYS = Duration.ofHours(1);

    private final ExecutorService thread = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void shouldBeReadyWhenAllIsThere() {
        assertThat(readiness(Map.of("a", () -> true, "b", () -> true), Duration.ZERO).isReady()).isTrue();
    }

    @Test
    void shouldNotBeReadyWhenSomethingIsMissingOrFailsOrIsSilent() {
        assertThat(readiness(Map.of("a", () -> true, "b", () -> false), Duration.ZERO).isReady()).isFalse();
        assertThat(readiness(Map.of("a", () -> {
            throw new IllegalStateException("down");
        }), Duration.ZERO).isReady()).isFalse();
        CountDownLatch never = new CountDownLatch(1);
        Readiness silent = new Readiness(Map.of("a", () -> {
            never.await();
            return true;
        }), thread, Duration.ofMillis(20), Duration.ZERO);
        assertThat(silent.isReady()).isFalse();
    }

    @Test
    void shouldNotAskAgainWhileTheAnswersHold() {
        AtomicInteger asked = new AtomicInteger();
        Readiness readiness = readiness(Map.of("a", () -> asked.incrementAndGet() > 0), ALWAYS);

        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.isReady()).isTrue();
        assertThat(asked).hasValue(1);
    }

    private Readiness readiness(Map<String, Callable<Boolean>> questions, Duration kept) {
        return new Readiness(questions, thread, Duration.ofSeconds(30), kept);
    }
}
