// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators of alerts: a line in the log and a count in the metric {@code accountAlerts-KIND}; and those who subscribe. An alert
 * of the same kind about the same account is told once an hour. Suspends the account where {@code limits.xml} says so.
 */
@Singleton
public class AccountAlerts {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountAlerts.class);
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int REMEMBERED = 100_000;

    private final AlertSettings settings;
    private final Suspensions suspensions;
    private final MetricFactory metrics;
    private final Cache<About, Boolean> told;
    private final List<Consumer<Alert>> subscribers = new CopyOnWriteArrayList<>();

    private record About(Username username, Kind kind) {
    }

    /** @throws ConfigurationException when {@code limits.xml} is wrong */
    @Inject
    public AccountAlerts(LimitsFile file, Suspensions suspensions, MetricFactory metrics) throws ConfigurationException {
        this(AlertSettings.parse(file), suspensions, metrics, Ticker.systemTicker());
    }

    AccountAlerts(AlertSettings settings, Suspensions suspensions, MetricFactory metrics, Ticker ticker) {
        this.settings = settings;
        this.suspensions = suspensions;
        this.metrics = metrics;
        this.told = Caffeine.newBuilder().expireAfterWrite(QUIET).maximumSize(REMEMBERED).ticker(ticker).build();
    }

    /** @param subscriber gets each alert that is told; must not block for long */
    public void subscribe(Consumer<Alert> subscriber) {
        subscribers.add(subscriber);
    }

    public void raise(Alert alert) {
        if (told.asMap().putIfAbsent(new About(alert.username(), alert.kind()), true) != null) {
            return;
        }
        boolean suspends = settings.suspends(alert.kind());
        LOGGER.warn("account alert user={} kind={} {} suspend={}", alert.username().asString(), alert.kind(), alert.details(), suspends);
        metrics.generate("accountAlerts-" + alert.kind()).increment();
        if (suspends) {
            suspend(alert);
        }
        subscribers.forEach(subscriber -> subscriber.accept(alert));
    }

    private void suspend(Alert alert) {
        try {
            suspensions.suspend(alert.username(), "alert: " + alert.kind() + " " + alert.details(), "alert");
        } catch (Exception e) {
            // To be raised, and tried, again.
            told.invalidate(new About(alert.username(), alert.kind()));
            LOGGER.error("Account {} could not be suspended", alert.username().asString(), e);
        }
    }
}
