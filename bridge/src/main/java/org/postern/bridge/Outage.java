// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Remembers that a service of ours is silent, so that not everybody waits for it in vain. After several questions without
 * an answer nobody waits for a while; then one may try again, and what comes of it counts for all.
 */
public final class Outage {
    private static final int SILENT_IN_A_ROW = 3;

    private final long pause;
    private final LongSupplier clock;
    private int silent;
    private long nextTry;

    public Outage(Duration pause) {
        this(pause, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    public Outage(Duration pause, LongSupplier clock) {
        this.pause = pause.toNanos();
        this.clock = clock;
    }

    /** Whether to ask now; who is told so has to report what came of it. */
    public synchronized boolean mayTry() {
        if (silent < SILENT_IN_A_ROW) {
            return true;
        }
        long now = clock.getAsLong();
        if (now - nextTry < 0) {
            return false;
        }
        nextTry = now + pause;
        return true;
    }

    public synchronized void answered() {
        silent = 0;
    }

    public synchronized void silent() {
        silent = Math.min(silent + 1, SILENT_IN_A_ROW);
        nextTry = clock.getAsLong() + pause;
    }
}
