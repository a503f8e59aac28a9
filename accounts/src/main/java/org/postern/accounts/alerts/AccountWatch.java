// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.Network;
import org.postern.accounts.Suspensions;
import org.postern.accounts.alerts.Alert.Kind;

/**
 * Notices sudden change in what an account does: many recipients that are refused, logins from many networks. In the memory of this
 * node alone. What led to a suspension is forgotten with it: whoever is resumed begins anew.
 */
@Singleton
public class AccountWatch {
    private static final int WATCHED = 100_000;
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final AlertSettings settings;
    private final AccountAlerts alerts;
    private final Suspensions suspensions;
    private final Clock clock;
    private final Cache<Username, RecentRecipients> recipients = watched();
    private final Cache<Username, RecentRecipients> deliveries = watched();
    private final Cache<Username, RecentNetworks> networks = watched();

    /** @throws ConfigurationException when {@code limits.xml} is wrong */
    @Inject
    public AccountWatch(LimitsFile file, AccountAlerts alerts, Suspensions suspensions) throws ConfigurationException {
        this(AlertSettings.parse(file), alerts, suspensions, Clock.systemUTC());
    }

    AccountWatch(AlertSettings settings, AccountAlerts alerts, Suspensions suspensions, Clock clock) {
        this.settings = settings;
        this.alerts = alerts;
        this.suspensions = suspensions;
        this.clock = clock;
        suspensions.whenSuspended(this::forgetSuspended);
    }

    private static <T> Cache<Username, T> watched() {
        return Caffeine.newBuilder().expireAfterAccess(FORGOTTEN).maximumSize(WATCHED).build();
    }

    private void forgetSuspended() {
        List.of(recipients, deliveries, networks).forEach(watched -> watched.asMap().keySet()
            .removeIf(username -> suspensions.isAnySuspended(List.of(username))));
    }

    /**
     * Recipients that the accounts name for their mail.
     *
     * @param refused how many of them exist not, or do not want it
     */
    public void recipients(Collection<Username> usernames, int all, int refused) {
        watch(recipients, usernames, all, refused);
    }

    /**
     * What became of recipients that were not refused at first. Counted for itself, as it comes to light when it does, and nobody is to
     * be counted twice.
     *
     * @param done how many of them have the mail, or never will have it
     * @param refused those of them who never will, as they exist not, or do not want it
     */
    public void delivered(Collection<Username> usernames, int done, int refused) {
        watch(deliveries, usernames, done, refused);
    }

    private void watch(Cache<Username, RecentRecipients> recent, Collection<Username> usernames, int all, int refused) {
        if (settings.refusedPercent() == 0 || all == 0) {
            return;
        }
        for (Username username : usernames) {
            if (suspensions.isAnySuspended(List.of(username))) {
                continue;
            }
            RecentRecipients.Share share = recent.get(username, name -> new RecentRecipients(settings.refusedWithin()))
                .add(clock.instant(), all, refused);
            if (share.all() >= settings.refusedOf() && share.percent() > settings.refusedPercent()) {
                alerts.raise(new Alert(username, Kind.REFUSED_RECIPIENTS, "refused=" + share.refused() + " of=" + share.all()
                    + " minutes=" + settings.refusedWithin().toMinutes()));
            }
        }
    }

    /** Somebody who knows the secret has logged in from there. */
    public void loggedIn(Username username, Network network) {
        if (settings.networks() == 0) {
            return;
        }
        int count = networks.get(username, name -> new RecentNetworks(settings.networksWithin(), settings.networks()))
            .add(clock.instant(), network);
        if (count >= settings.networks()) {
            alerts.raise(new Alert(username, Kind.NEW_NETWORKS, "networks=" + count
                + " minutes=" + settings.networksWithin().toMinutes()));
        }
    }
}
