// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts that may not submit for now, because an operator or an alert says so. All are held in memory, so that a session
 * and a queue can ask at every step; {@link #refresh()} brings what another node wrote. A store that fails changes nothing: who was
 * suspended stays so, and nobody else becomes it.
 */
@Singleton
public class Suspensions {
    private static final Logger LOGGER = LoggerFactory.getLogger(Suspensions.class);

    private final SuspensionStore store;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong reads = new AtomicLong();
    private long latestRead;
    private volatile Optional<Map<String, Suspension>> known = Optional.empty();

    @Inject
    public Suspensions(SuspensionStore store) {
        this(store, Clock.systemUTC());
    }

    Suspensions(SuspensionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @throws Exception when the store has never answered yet */
    public boolean isSuspended(Username username) throws Exception {
        return suspended().containsKey(UserNames.identifier(username));
    }

    /** Whether one of them is, as far as known: for those who ask at every step and have asked at the first one. */
    public boolean isAnySuspended(Collection<Username> usernames) {
        Map<String, Suspension> now = known.orElse(Map.of());
        return !now.isEmpty() && usernames.stream().map(UserNames::identifier).anyMatch(now::containsKey);
    }

    /** @throws Exception when the store has never answered yet */
    public Set<Username> usernames() throws Exception {
        return suspended().values().stream().map(Suspension::username).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Ordered by name.
     *
     * @throws Exception when the store does not answer
     */
    public List<Suspension> all() throws Exception {
        refresh();
        return suspended().values().stream().sorted(Comparator.comparing(one -> one.username().asString())).toList();
    }

    /**
     * Holds when this returns: who listens has been told.
     *
     * @param by who or what wants it, for the log
     * @throws Exception when it could not be kept; nothing is changed then
     */
    public void suspend(Username username, String reason, String by) throws Exception {
        store.put(suspension(username, reason));
        LOGGER.warn("account suspended user={} by={}", username.asString(), by);
        refresh();
    }

    /**
     * The same, but when the account is suspended already, the reason and the time of that stand.
     *
     * @throws Exception as {@link #suspend} does
     */
    public void suspendUnlessSuspended(Username username, String reason, String by) throws Exception {
        if (store.add(suspension(username, reason))) {
            LOGGER.warn("account suspended user={} by={}", username.asString(), by);
        }
        refresh();
    }

    private Suspension suspension(Username username, String reason) {
        return new Suspension(username, reason, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * @param by who wants it, for the log
     * @return whether the account was suspended
     * @throws Exception when that could not be kept; nothing is changed then
     */
    public boolean resume(Username username, String by) throws Exception {
        boolean was = store.remove(username);
        if (was) {
            LOGGER.warn("account resumed user={} by={}", username.asString(), by);
        }
        refresh();
        return was;
    }

    /**
     * Brings what is known here up to date.
     *
     * @throws Exception when the store does not answer; nothing is changed then
     */
    public void refresh() throws Exception {
        if (read()) {
            listeners.forEach(Runnable::run);
        }
    }

    /** @return whether somebody is suspended who was not before */
    private boolean read() throws Exception {
        long read = reads.incrementAndGet();
        return learn(read, store.all().stream()
            .collect(Collectors.toUnmodifiableMap(one -> UserNames.identifier(one.username()), Function.identity(), (one, other) -> one)));
    }

    /** What was read before something that is known already may be older than that. */
    private synchronized boolean learn(long read, Map<String, Suspension> now) {
        if (read < latestRead) {
            return false;
        }
        latestRead = read;
        Map<String, Suspension> before = known.orElse(Map.of());
        known = Optional.of(now);
        return !before.keySet().containsAll(now.keySet());
    }

    /**
     * @param listener called after an account has been suspended
     * @return to be called when nobody listens any more
     */
    public Runnable whenSuspended(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private Map<String, Suspension> suspended() throws Exception {
        if (known.isEmpty()) {
            refresh();
        }
        return known.orElseThrow();
    }
}
