// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;

/**
 * Tells when a client is silent for too long. The clock runs only while the client has the floor: a session whose reply
 * is being worked out is not idle, and one that says an octet now and then is: only what is whole gives it new time. Sets no
 * timer per command: one timer moves along.
 */
final class IdleWatch {
    private final EventExecutor timers;
    private final Runnable whenIdle;
    private boolean waiting;
    private boolean heard = true;
    private boolean stopped;
    private long deadline;
    private long timerAt;
    private ScheduledFuture<?> timer;

    /** @param whenIdle called on the timers' thread; it asks {@link #isExpired()} where it acts */
    IdleWatch(EventExecutor timers, Runnable whenIdle) {
        this.timers = timers;
        this.whenIdle = whenIdle;
    }

    /** The client has said something whole: a command, a block of a message, its part of a handshake. */
    synchronized void heard() {
        heard = true;
    }

    synchronized void waiting(Duration patience) {
        waiting = true;
        if (heard) {
            heard = false;
            deadline = System.nanoTime() + patience.toNanos();
        }
        if (!stopped && (timer == null || timerAt - deadline > 0)) {
            schedule();
        }
    }

    synchronized void busy() {
        waiting = false;
    }

    synchronized boolean isExpired() {
        return waiting && System.nanoTime() - deadline >= 0;
    }

    synchronized void stop() {
        stopped = true;
        waiting = false;
        cancel();
    }

    private void schedule() {
        cancel();
        timerAt = deadline;
        timer = timers.schedule(this::look, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void look() {
        synchronized (this) {
            timer = null;
            if (!waiting || stopped) {
                return;
            }
            if (System.nanoTime() - deadline < 0) {
                schedule();
                return;
            }
        }
        whenIdle.run();
    }
}
