// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final SteppedClock clock = new SteppedClock();
    private final Patience patience = new Patience(clock, PAUSE);

    private void timeouts(int number) {
        for (int i = 0; i < number; i++) {
            assertThat(patience.mayAsk()).isTrue();
            patience.timedOut();
        }
    }

    @Test
    void shouldNotLoseFaithForSomeTimeOuts() {
        timeouts(2);
        patience.inTime();
        timeouts(2);
        assertThat(patience.mayAsk()).isTrue();
    }

    @Test
    void shouldLeaveTheFilterAloneAfterThreeTimeOutsInARowAndTryItWithOneMessageAtATime() {
        timeouts(3);
        assertThat(patience.mayAsk()).isFalse();
        clock.now = clock.now.plus(PAUSE);
        assertThat(patience.mayAsk()).isTrue();
        assertThat(patience.mayAsk()).as("while the one waits").isFalse();
        patience.timedOut();
        assertThat(patience.mayAsk()).isFalse();
    }

    @Test
    void shouldAskAgainWhenTheFilterIsBack() {
        timeouts(3);
        clock.now = clock.now.plus(PAUSE);
        assertThat(patience.mayAsk()).isTrue();
        patience.inTime();
        timeouts(2);
        assertThat(patience.mayAsk()).isTrue();
    }

    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T09:00:00Z");

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
