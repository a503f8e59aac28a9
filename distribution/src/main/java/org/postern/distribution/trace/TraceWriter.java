// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
    /** Some seconds of a busy server, and some megabytes; as the next in events and their recipients. */
    private static final int BUFFERED = 40_000;
    /** In one transaction. */
    private static final int AT_ONCE = 1000;
    /** What strangers do, who need no account for it, is not to fill the disk; the log has the rest. */
    private static final int MOST_OF_STRANGERS_A_MINUTE = 200;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** So many removals at most before events are written again. */
    private static final int REMOVALS = 20;
    private static final int PAUSES_BETWEEN_REMOVALS = 10;
    private static final long SECONDS_A_MINUTE = 60;
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private final TraceTable table;
    private final TraceSettings settings;
    private final Clock clock;
    private final Duration pause;
    private final TraceBuffer buffer;
    private List<TraceEvent> taken = List.of();
    private long minute;
    private int ofStrangers;
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
        this.buffer = new TraceBuffer(buffered);
    }

    void start() {
        thread.scheduleWithFixedDelay(this::write, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        Duration between = pause.multipliedBy(PAUSES_BETWEEN_REMOVALS);
        thread.scheduleWithFixedDelay(this::removeOld, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void record(TraceEvent event) {
        if (settings.isOn() && isTold(event) && !buffer.offer(event)) {
            lose(1);
        }
    }

    private boolean isTold(TraceEvent event) {
        boolean isOfStranger = event.isOfSession() && event.kind() != TraceEvent.Kind.LOGIN;
        return !isOfStranger || isStillTold(event.at().getEpochSecond() / SECONDS_A_MINUTE);
    }

    private synchronized boolean isStillTold(long now) {
        if (now != minute) {
            minute = now;
            ofStrangers = 0;
        }
        ofStrangers++;
        if (ofStrangers == MOST_OF_STRANGERS_A_MINUTE + 1) {
            LOGGER.info("More than {} logins and commands without a message failed in this minute; the others are in the log only",
                MOST_OF_STRANGERS_A_MINUTE);
        }
        return ofStrangers <= MOST_OF_STRANGERS_A_MINUTE;
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
        if (buffer.size() > 0 || isDown) {
            LOGGER.warn("{} events are lost to the trace", buffer.size() + taken.size());
        }
    }

    private void write() {
        try {
            while (isMore()) {
                table.add(taken);
                done();
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

    private boolean isMore() {
        if (taken.isEmpty()) {
            taken = buffer.take(AT_ONCE);
        }
        return !taken.isEmpty();
    }

    private void done() {
        buffer.done(taken);
        taken = List.of();
    }

    private void failed(RuntimeException e) {
        if (!isDown) {
            LOGGER.warn("The trace cannot be written; it is tried again", e);
        }
        isDown = true;
        if (lost.get() > 0) {
            // There is no room for newer ones. These may be the reason, and are the oldest.
            lose(taken.size());
            done();
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
