// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.postern.distribution.queue.Journal.Place;

/**
 * Whose turn it is in one queue, in memory. Each step costs the same, whether ten messages are queued or a hundred thousand. A clock that
 * is set back holds nothing up: what was queued at a time that is still to come waits from now on.
 */
final class Turns {

    private final Clock clock;
    private final Predicate<QueuedMail> isStopped;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Place, QueuedMail> all = new HashMap<>();
    private final TreeSet<QueuedMail> due = new TreeSet<>(QueuedMail.BY_TURN);
    private final TreeSet<QueuedMail> waiting = new TreeSet<>(QueuedMail.BY_TIME);
    /** Due, but not to be handed out. */
    private final TreeSet<QueuedMail> stopped = new TreeSet<>(QueuedMail.BY_TURN);
    private final Set<Place> handedOut = new HashSet<>();
    private long latest = Long.MIN_VALUE;

    /** @param isStopped whether a mail that is due must not be handed out for now; {@link #release} when that may have changed */
    Turns(Clock clock, Predicate<QueuedMail> isStopped) {
        this.clock = clock;
        this.isStopped = isStopped;
    }

    void add(QueuedMail mail) {
        long now = clock.millis();
        QueuedMail added = mail.since() > now ? mail.queuedAt(now) : mail;
        change(() -> {
            all.put(added.place(), added);
            place(added);
        });
    }

    /** @return the next, which is handed out until {@link #giveBack} or {@link #forget}; nothing when none is due within the time */
    Optional<QueuedMail> take(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<QueuedMail> next = next();
                long left = end - System.nanoTime();
                if (next.isPresent() || left <= 0) {
                    return next;
                }
                changed.await(Math.min(left, untilNextIsDue()), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<QueuedMail> next() {
        long now = clock.millis();
        if (now < latest) {
            setBackTo(now);
        }
        latest = now;
        while (!waiting.isEmpty() && waiting.first().due() <= now) {
            due.add(waiting.pollFirst());
        }
        while (!due.isEmpty()) {
            QueuedMail first = due.pollFirst();
            if (!isStopped.test(first)) {
                handedOut.add(first.place());
                return Optional.of(first);
            }
            stopped.add(first);
        }
        return Optional.empty();
    }

    private void setBackTo(long now) {
        List<QueuedMail> ahead = waiting.stream().filter(mail -> mail.since() > now).toList();
        ahead.forEach(waiting::remove);
        ahead.stream().map(mail -> mail.queuedAt(now)).forEach(mail -> {
            all.put(mail.place(), mail);
            waiting.add(mail);
        });
    }

    private long untilNextIsDue() {
        return waiting.isEmpty() ? Long.MAX_VALUE
            : TimeUnit.MILLISECONDS.toNanos(Math.max(1, waiting.first().due() - clock.millis()));
    }

    /** It is to be handed out again, at the time that it has now. */
    void giveBack(QueuedMail mail) {
        change(() -> {
            handedOut.remove(mail.place());
            if (all.replace(mail.place(), mail) != null) {
                place(mail);
            }
        });
    }

    /** It is gone. */
    void forget(Place place) {
        change(() -> {
            handedOut.remove(place);
            Optional.ofNullable(all.remove(place)).ifPresent(this::takeOut);
        });
    }

    /** What was not to be handed out goes on, where it may now. */
    void release(Predicate<QueuedMail> mayGoOn) {
        change(() -> {
            List<QueuedMail> released = stopped.stream().filter(mayGoOn).toList();
            released.forEach(stopped::remove);
            due.addAll(released);
        });
    }

    boolean isIdle() {
        return look(handedOut::isEmpty);
    }

    /** Makes due now what waits. */
    long hurry(Predicate<QueuedMail> wanted) {
        long now = clock.millis();
        List<QueuedMail> hurried = new ArrayList<>();
        change(() -> {
            waiting.stream().filter(wanted).forEach(hurried::add);
            hurried.forEach(waiting::remove);
            hurried.stream().map(mail -> mail.dueAt(now)).forEach(mail -> {
                all.put(mail.place(), mail);
                due.add(mail);
            });
        });
        return hurried.size();
    }

    /**
     * Nobody else gets them until {@link #giveBack} or {@link #forget}.
     *
     * @return those wanted, no more than the limit; what is handed out already is not among them
     */
    List<QueuedMail> takeAll(Predicate<QueuedMail> wanted, long limit) {
        return look(() -> {
            List<QueuedMail> taken = all.values().stream()
                .filter(mail -> !handedOut.contains(mail.place()) && wanted.test(mail))
                .limit(limit)
                .toList();
            taken.forEach(mail -> {
                takeOut(mail);
                handedOut.add(mail.place());
            });
            return taken;
        });
    }

    /** What is handed out at this moment included, in the order of their turns: due, then waiting. */
    List<QueuedMail> list(Predicate<QueuedMail> wanted) {
        long now = clock.millis();
        Comparator<QueuedMail> dueFirst = Comparator.comparing((QueuedMail mail) -> mail.due() > now)
            .thenComparing((one, other) -> (one.due() > now ? QueuedMail.BY_TIME : QueuedMail.BY_TURN).compare(one, other));
        List<QueuedMail> found = new ArrayList<>(look(() -> all.values().stream().filter(wanted).toList()));
        found.sort(dueFirst);
        return found;
    }

    long count(Predicate<QueuedMail> wanted) {
        return look(() -> all.values().stream().filter(wanted).count());
    }

    /** How many of those wanted are handed out at this moment. */
    long countHandedOut(Predicate<QueuedMail> wanted) {
        return look(() -> handedOut.stream().map(all::get).filter(mail -> mail != null && wanted.test(mail)).count());
    }

    boolean isHandedOut(QueuedMail mail) {
        return look(() -> handedOut.contains(mail.place()));
    }

    long size() {
        return look(() -> (long) all.size());
    }

    QueueDepth depth() {
        return look(() -> {
            long now = clock.millis();
            long longest = Math.max(due.stream().mapToLong(QueuedMail::due).map(since -> now - since).max().orElse(0),
                waiting.isEmpty() ? 0 : now - waiting.first().due());
            int held = all.size() - due.size() - handedOut.size() - waiting.size() - stopped.size();
            return new QueueDepth(due.size(), handedOut.size(), waiting.size(), stopped.size(), held,
                Duration.ofMillis(Math.max(0, longest)));
        });
    }

    private void place(QueuedMail mail) {
        if (mail.held()) {
            return;
        }
        if (mail.due() > clock.millis()) {
            waiting.add(mail);
        } else {
            due.add(mail);
        }
    }

    private void takeOut(QueuedMail mail) {
        Stream.of(due, waiting, stopped).forEach(row -> row.remove(mail));
    }

    private void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T look(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
