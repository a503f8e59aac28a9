// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What opens sessions no more: whoever changes a password, or takes something away, says so here, and every live session can ask at
 * each step, in memory, whether it was opened with that. What has ended on another node comes with {@link #refresh()}.
 */
@Singleton
public class Endings {
    private static final Logger LOGGER = LoggerFactory.getLogger(Endings.class);
    /** Sessions are told of each at once: none asks for one that is so many back. */
    private static final int MOST = 100_000;

    private final LoginMemory memory;
    private final OtherNodes others;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong moment = new AtomicLong();
    private final Map<Ending, Long> latest = new LinkedHashMap<>();

    @Inject
    public Endings(LoginMemory memory, EndingStore store) {
        this(memory, store, Clock.systemUTC());
    }

    /** @param clock by which means expire */
    public Endings(LoginMemory memory, EndingStore store, Clock clock) {
        this.memory = memory;
        this.others = new OtherNodes(store, clock);
        this.clock = clock;
    }

    /** To be asked before anybody looks at what a client shows: what ends later ends the session, too. */
    public long moment() {
        return moment.get();
    }

    /** To be called when a new login does not get in by it any more. When this returns, who listens has been told. */
    public void announce(Ending ending) {
        end(ending);
        others.tell(ending);
        listeners.forEach(Runnable::run);
    }

    /**
     * Brings what has ended on other nodes, and tells them what they could not be told before. It has ended here when it comes: who has
     * logged in meanwhile with the new password goes, too, and logs in once more. That is better than to let go on who has the old one.
     *
     * @throws Exception when the store does not answer; it comes with the next call then
     */
    public void refresh() throws Exception {
        List<Ending> news = others.news();
        news.forEach(this::end);
        if (!news.isEmpty()) {
            listeners.forEach(Runnable::run);
        }
        others.tellWhatIsLeft();
    }

    /** What is remembered goes first: who gets in by it meanwhile has begun before, and goes, too. */
    private void end(Ending ending) {
        memory.forget(ending.account());
        LOGGER.info("sessions end user={} reason=\"{}\"", ending.account(), ending.reason());
        note(ending);
    }

    private synchronized void note(Ending ending) {
        latest.remove(ending);
        latest.put(ending, moment.incrementAndGet());
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    /** What has ended a session that was opened like this; empty when it may go on. */
    public Optional<Ending> of(Opening opening) {
        if (opening.moment() == moment.get()) {
            return Optional.empty();
        }
        synchronized (this) {
            return opening.endings().stream().filter(ending -> latest.getOrDefault(ending, 0L) > opening.moment()).findFirst();
        }
    }

    /** Whether no more messages are to be begun: what the session was opened with is past its time. */
    public boolean hasExpired(Opening opening) {
        return opening.hasExpired(clock.instant());
    }

    /**
     * Listens to what ends, here or on another node.
     *
     * @param listener called after something has ended
     * @return to be called when nobody listens any more
     */
    public Runnable whenEnded(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
