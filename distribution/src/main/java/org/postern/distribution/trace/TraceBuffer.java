// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

import org.postern.bridge.trace.TraceEvent;

/**
 * Events that wait to be written, as many as memory has room for. An event weighs one, and one more for each recipient. Safe for use by
 * several threads, of which one takes.
 */
final class TraceBuffer {
    private final Queue<TraceEvent> events = new ConcurrentLinkedQueue<>();
    private final Semaphore room;
    private final int capacity;

    /** @param capacity what all events in it weigh at most */
    TraceBuffer(int capacity) {
        this.capacity = capacity;
        this.room = new Semaphore(capacity);
    }

    /** @return false when there is no room for it */
    boolean offer(TraceEvent event) {
        if (!room.tryAcquire(weight(event))) {
            return false;
        }
        events.add(event);
        return true;
    }

    /** The oldest, together as heavy as this or a little more; they take up their room until they are {@link #done}. */
    List<TraceEvent> take(int weight) {
        List<TraceEvent> taken = new ArrayList<>();
        int sum = 0;
        while (sum < weight) {
            Optional<TraceEvent> next = Optional.ofNullable(events.poll());
            if (next.isEmpty()) {
                break;
            }
            taken.add(next.get());
            sum += weight(next.get());
        }
        return taken;
    }

    void done(List<TraceEvent> taken) {
        room.release(taken.stream().mapToInt(this::weight).sum());
    }

    int size() {
        return events.size();
    }

    private int weight(TraceEvent event) {
        return Math.min(capacity, 1 + event.recipients().size());
    }
}
