// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many recipients of one account were refused in the last minutes, to a tenth of the time. Those who were are among all. */
final class RecentRecipients {
    private static final int PARTS = 10;

    private final Duration within;
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(Instant begin, int all, int refused) {
    }

    /** Of the last minutes. */
    record Share(int all, int refused) {
        int percent() {
            return (int) (100L * refused / Math.max(1, all));
        }
    }

    RecentRecipients(Duration within) {
        this.within = within;
    }

    synchronized Share add(Instant now, int all, int refused) {
        while (!parts.isEmpty() && !parts.getFirst().begin().isAfter(now.minus(within))) {
            parts.removeFirst();
        }
        boolean isSamePart = !parts.isEmpty() && now.isBefore(parts.getLast().begin().plus(within.dividedBy(PARTS)));
        Part last = isSamePart ? parts.removeLast() : new Part(now, 0, 0);
        parts.addLast(new Part(last.begin(), last.all() + all, last.refused() + refused));
        return new Share(parts.stream().mapToInt(Part::all).sum(), parts.stream().mapToInt(Part::refused).sum());
    }
}
