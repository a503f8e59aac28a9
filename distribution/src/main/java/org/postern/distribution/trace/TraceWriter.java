// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.lifecycle.api.Startable;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events into the table, from a buffer, every second: by then most of what happens to a message has happened, and is one row.
 * While the table cannot be written they stay in the buffer; of those that find it full it is counted how many they are.
 */
@Singleton
public final class TraceWriter implements Trace, Startable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TraceWriter.class);
    /** Some seconds of a busy server, and some megabytes. */
    private static final int BUFFERED = 20_000;
    /** Events in one transaction. */
    private static final int AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** So many removals at most before events are written again. */
    private static final int REMOVALS = 20;
    private static final int PAUSES_BETWEEN_REMOVALS = 10;
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private final TraceTable table;
    private final TraceSettings settings;
    private final Clock clock;
    private final Duration pause;
    private final BlockingQueue<TraceEvent> buffer;
    private final List<TraceEvent> taken = new ArrayList<>();
    private final AtomicLong lost = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread writer = new Thread(work, "trace");
        writer.setDaemon(true);
        return writer;
    });
    private boolean isDown;

    @Inject
    TraceWriter(TraceTable table, TraceSettings settings, Clock clock) {
        this(table, settings, clock, PAUSE, BUFFERED);
    }

    TraceWriter(TraceTable table, TraceSettings settings, Clock clock, Duration pause, int buffered) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
        this.pause = pause;
        this.buffer = new ArrayBlockingQueue<>(buffered);
    }

    void start() {
        thread.scheduleWithFixedDelay(this::write, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        Duration between = pause.multipliedBy(PAUSES_BETWEEN_REMOVALS);
        thread.scheduleWithFixedDelay(this::removeOld, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void record(TraceEvent event) {
        if (settings.isOn() && !buffer.offer(event)) {
            lose(1);
        }
    }

    private void lose(int events) {
        if (lost.getAndAdd(events) == 0) {
            LOGGER.warn("The trace cannot be written as fast as mail comes; what happens to messages is lost to it until it can");
        }
    }

    /** How many events were lost since the last time that all could be written. */
    long lost() {
        return lost.get();
    }

    int buffered() {
        return buffer.size();
    }

    /** Writes what there is now, as far as that takes no longer than this. */
    void flush(Duration patience) {
        try {
            thread.submit(this::write).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("The latest events are not written yet", e);
        }
    }

    /** What is not written yet is written now. */
    public void stop() {
        if (thread.isShutdown()) {
            return;
        }
        flush(LAST_PATIENCE);
        thread.shutdown();
        if (!buffer.isEmpty() || isDown) {
            LOGGER.warn("{} events are lost to the trace", buffer.size() + taken.size());
        }
    }

    private void write() {
        try {
            while (!taken.isEmpty() || buffer.drainTo(taken, AT_ONCE) > 0) {
                table.add(taken);
                taken.clear();
            }
            isDown = false;
            long missing = lost.getAndSet(0);
            if (missing > 0) {
                LOGGER.warn("The trace is written again; {} events are lost to it", missing);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        if (!isDown) {
            LOGGER.warn("The trace cannot be written; it is tried again", e);
        }
        isDown = true;
        if (buffer.remainingCapacity() == 0) {
            // They may be the reason, and are the oldest.
            lose(taken.size());
            taken.clear();
        }
    }

    private void removeOld() {
        try {
            for (int i = 0; i < REMOVALS && table.removeSomeBefore(clock.instant().minus(settings.kept())); i++) {
                LOGGER.debug("More of the trace is old");
            }
        } catch (RuntimeException e) {
            LOGGER.warn("What is old in the trace cannot be removed; it is tried again", e);
        }
    }
}
