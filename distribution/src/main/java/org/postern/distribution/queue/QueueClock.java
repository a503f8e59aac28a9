// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has what lies beside one queue looked at twice a second, on a thread of its own. */
final class QueueClock {

    private static final long PERIOD_MILLIS = 500;

    private final ScheduledExecutorService clock;

    QueueClock(String name) {
        clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param look must not throw */
    void repeat(Runnable look) {
        clock.scheduleWithFixedDelay(look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(2, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
