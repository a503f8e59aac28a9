// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.MetricFactory;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.Suspensions;
import org.postern.accounts.alerts.Alert.Kind;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators of alerts: a line in the log and a count in the metric {@code accountAlerts-KIND}. An alert of the same kind about
 * the same account is told once an hour. Suspends the account where {@code limits.xml} says so, however often: it may have been
 * resumed meanwhile. That is done on a thread of its own, so that no session waits for the store.
 */
@Singleton
public class AccountAlerts {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountAlerts.class);
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int REMEMBERED = 100_000;

    private final AlertSettings settings;
    private final Suspensions suspensions;
    private final MetricFactory metrics;
    private final StoreCalls stores;
    private final Executor worker;
    private final Cache<About, Boolean> told;
    private final Set<Username> underWay = ConcurrentHashMap.newKeySet();

    private record About(Username username, Kind kind) {
    }

    /** @throws ConfigurationException when {@code limits.xml} is wrong */
    @Inject
    public AccountAlerts(LimitsFile file, Suspensions suspensions, MetricFactory metrics, StoreCalls stores)
            throws ConfigurationException {
        this(AlertSettings.parse(file), suspensions, metrics, stores, Workers.oneByOne("account-alerts"), Ticker.systemTicker());
    }

    /** @param worker suspends */
    AccountAlerts(AlertSettings settings, Suspensions suspensions, MetricFactory metrics, StoreCalls stores, Executor worker,
            Ticker ticker) {
        this.settings = settings;
        this.suspensions = suspensions;
        this.metrics = metrics;
        this.stores = stores;
        this.worker = worker;
        this.told = Caffeine.newBuilder().expireAfterWrite(QUIET).maximumSize(REMEMBERED).ticker(ticker).build();
    }

    /** Does not wait for anything. */
    public void raise(Alert alert) {
        boolean suspends = settings.suspends(alert.kind());
        if (told.asMap().putIfAbsent(new About(alert.username(), alert.kind()), true) == null) {
            LOGGER.warn("account alert user={} kind={} {} suspend={}", alert.username().asString(), alert.kind(), alert.details(),
                suspends);
            metrics.generate("accountAlerts-" + alert.kind()).increment();
        }
        if (suspends && !suspensions.isAnySuspended(List.of(alert.username())) && underWay.add(alert.username())) {
            worker.execute(() -> suspend(alert));
        }
    }

    private void suspend(Alert alert) {
        String reason = "alert: " + alert.kind() + " " + alert.details();
        try {
            stores.ask(() -> {
                suspensions.suspendUnlessSuspended(alert.username(), reason, "alert");
                return alert;
            });
        } catch (Exception e) {
            LOGGER.error("Account {} could not be suspended; it is tried again with its next alert", alert.username().asString(), e);
        } finally {
            underWay.remove(alert.username());
        }
    }
}
