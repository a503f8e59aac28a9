// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long to believe in a filter that does not answer in time. Each message that waits for it holds a thread that other
 * sessions need; so after some time-outs in a row it is left alone, and once in a while one message tries it.
 */
final class Patience {
    private static final int ENOUGH = 3;

    private final Clock clock;
    private final Duration pause;
    private int timeouts;
    private Instant next = Instant.MIN;

    Patience(Clock clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Whether to ask now; the one that is let through when patience is at its end takes the chance from the others. */
    synchronized boolean mayAsk() {
        if (timeouts < ENOUGH) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return false;
        }
        next = now.plus(pause);
        return true;
    }

    synchronized void timedOut() {
        timeouts++;
        next = clock.instant().plus(pause);
    }

    synchronized void inTime() {
        timeouts = 0;
    }
}
