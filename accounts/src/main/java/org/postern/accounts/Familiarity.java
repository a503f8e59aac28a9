// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.postern.bridge.StoreCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which account has logged in from which network of late. Asks the store once for a network, not for each name, so that the time
 * it takes tells nothing of a name; writes to it when nobody waits.
 */
final class Familiarity {
    private static final Logger LOGGER = LoggerFactory.getLogger(Familiarity.class);
    /** What another node has written is seen within this time. */
    private static final Duration KEPT = Duration.ofMinutes(5);
    /** A network is written once in this time, however often somebody logs in from there. */
    private static final Duration REWRITTEN = Duration.ofDays(1);
    /** A store that fails is left alone for this time. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MOST_UNWRITTEN = 1000;
    private static final int IDLE_SECONDS = 30;

    private final KnownNetworks store;
    private final StoreCalls stores;
    private final Duration remembered;
    private final Clock clock;
    private final Cache<Network, ConcurrentMap<String, Instant>> networks;
    private final ExecutorService writer = writer();
    private Instant cleaned;
    private volatile Instant silentUntil;

    Familiarity(KnownNetworks store, StoreCalls stores, GuessingSettings settings, Clock clock) {
        this.store = store;
        this.stores = stores;
        this.remembered = settings.remembered();
        this.clock = clock;
        networks = Caffeine.newBuilder().maximumSize(settings.most()).expireAfterWrite(KEPT).build();
        cleaned = clock.instant();
        silentUntil = cleaned;
    }

    /** @return false also when the store does not answer: nobody is refused for that alone */
    boolean isKnown(String account, Network network) {
        Instant last = accountsAt(network).get(account);
        return last != null && last.isAfter(clock.instant().minus(remembered));
    }

    void loggedIn(String account, Network network) {
        Instant now = clock.instant();
        Instant last = accountsAt(network).put(account, now);
        if (last == null || last.isBefore(now.minus(REWRITTEN))) {
            writer.execute(() -> write(account, network, now));
        }
    }

    private ConcurrentMap<String, Instant> accountsAt(Network network) {
        ConcurrentMap<String, Instant> cached = networks.getIfPresent(network);
        if (cached != null) {
            return cached;
        }
        if (clock.instant().isBefore(silentUntil)) {
            return new ConcurrentHashMap<>();
        }
        try {
            ConcurrentMap<String, Instant> read = new ConcurrentHashMap<>(stores.ask(() -> store.at(network)));
            ConcurrentMap<String, Instant> other = networks.asMap().putIfAbsent(network, read);
            return other == null ? read : other;
        } catch (Exception e) {
            silentUntil = clock.instant().plus(PAUSE);
            LOGGER.warn("Who has logged in from where before is not known now", e);
            return new ConcurrentHashMap<>();
        }
    }

    private void write(String account, Network network, Instant when) {
        try {
            ask(() -> store.remember(account, network, when));
            if (cleaned.isBefore(when.minus(REWRITTEN))) {
                cleaned = when;
                ask(() -> store.forgetBefore(when.minus(remembered)));
            }
        } catch (Exception e) {
            LOGGER.warn("A login from {} could not be remembered: {}", network, e.toString());
        }
    }

    private void ask(Writing writing) throws Exception {
        Callable<Void> call = () -> {
            writing.run();
            return null;
        };
        stores.ask(call);
    }

    private interface Writing {
        void run() throws Exception;
    }

    /** One thread; what is too much for it is written with the person's next login. */
    private static ExecutorService writer() {
        ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_UNWRITTEN), task -> {
                Thread thread = new Thread(task, "known-networks");
                thread.setDaemon(true);
                return thread;
            }, new ThreadPoolExecutor.DiscardPolicy());
        writer.allowCoreThreadTimeOut(true);
        return writer;
    }
}
