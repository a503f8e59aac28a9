// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of each message, by its number: what the client was told, what the next hop got, what came back as a report. */
public final class Ledger {
    private final Set<Long> answered = ConcurrentHashMap.newKeySet();
    private final Set<Long> unanswered = ConcurrentHashMap.newKeySet();
    private final Map<Long, AtomicInteger> delivered = new ConcurrentHashMap<>();
    private final Set<Long> mangled = ConcurrentHashMap.newKeySet();
    private final Set<Long> reported = ConcurrentHashMap.newKeySet();

    /** The client read 250. */
    public void answered(long number) {
        answered.add(number);
    }

    /** The client sent all of it, and read no reply. */
    public void unanswered(long number) {
        unanswered.add(number);
    }

    /** The next hop said 250. */
    public void delivered(long number) {
        delivered.computeIfAbsent(number, key -> new AtomicInteger()).incrementAndGet();
    }

    /** What the next hop got has not the body that the client sent. */
    public void mangled(long number) {
        mangled.add(number);
    }

    /** The author got a report that it failed. */
    public void reported(long number) {
        reported.add(number);
    }

    public int accepted() {
        return answered.size();
    }

    public int arrived() {
        return delivered.size();
    }

    /** Whether nothing that was answered 250 is still to come. */
    public boolean isComplete() {
        return lost().isEmpty();
    }

    /** Messages whose author got a report. */
    public Set<Long> returned() {
        return new TreeSet<>(reported);
    }

    /** Delivered with another body than was sent: must be empty. */
    public Set<Long> mangled() {
        return new TreeSet<>(mangled);
    }

    /** Answered 250, and neither delivered nor reported: must be empty in the end. */
    public Set<Long> lost() {
        Set<Long> lost = new TreeSet<>(answered);
        lost.removeAll(delivered.keySet());
        lost.removeAll(reported);
        return lost;
    }

    /** Delivered more than once. */
    public Set<Long> twice() {
        Set<Long> twice = new TreeSet<>();
        delivered.forEach((number, times) -> {
            if (times.get() > 1) {
                twice.add(number);
            }
        });
        return twice;
    }

    /** Delivered, though the client was told no or was told nothing before its message was whole: must be empty. */
    public Set<Long> unexplained() {
        Set<Long> unexplained = new TreeSet<>(delivered.keySet());
        unexplained.removeAll(answered);
        unexplained.removeAll(unanswered);
        return unexplained;
    }

    /** Sent whole, not answered, and delivered: a client that tries again makes it two. */
    public int taken() {
        return (int) unanswered.stream().filter(delivered::containsKey).count();
    }
}
