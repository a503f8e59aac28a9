// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.Network;
import org.postern.accounts.alerts.Alert.Kind;

/**
 * Notices sudden change in what an account does: many recipients that are refused, logins from many networks. In the memory of this
 * node alone.
 */
@Singleton
public class AccountWatch {
    private static final int WATCHED = 100_000;
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final AlertSettings settings;
    private final AccountAlerts alerts;
    private final Clock clock;
    private final Cache<Username, RecentRecipients> recipients = watched();
    private final Cache<Username, RecentNetworks> networks = watched();

    /** @throws ConfigurationException when {@code limits.xml} is wrong */
    @Inject
    public AccountWatch(LimitsFile file, AccountAlerts alerts) throws ConfigurationException {
        this(AlertSettings.parse(file), alerts, Clock.systemUTC());
    }

    AccountWatch(AlertSettings settings, AccountAlerts alerts, Clock clock) {
        this.settings = settings;
        this.alerts = alerts;
        this.clock = clock;
    }

    private static <T> Cache<Username, T> watched() {
        return Caffeine.newBuilder().expireAfterAccess(FORGOTTEN).maximumSize(WATCHED).build();
    }

    /**
     * Recipients that the account wants to write to.
     *
     * @param refused how many of them exist not, or do not want it; known at once or when the mail could not be delivered
     */
    public void recipients(Collection<Username> usernames, int all, int refused) {
        if (settings.refusedPercent() == 0) {
            return;
        }
        for (Username username : usernames) {
            RecentRecipients.Share share = recipients.get(username, name -> new RecentRecipients(settings.refusedWithin()))
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
