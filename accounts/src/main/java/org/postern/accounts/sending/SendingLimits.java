// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.james.core.Username;
import org.postern.bridge.Identities;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much each account may still send. Counted in the memory of this node; {@link #save()}, called every few seconds, keeps it over
 * a restart. A store that fails limits nobody. Several nodes count each for itself.
 */
@Singleton
public class SendingLimits {
    private static final Logger LOGGER = LoggerFactory.getLogger(SendingLimits.class);
    /** Longer than any limit takes to have room for everything again. */
    private static final Duration FORGOTTEN = Duration.ofHours(25);

    private final Allowances allowances;
    private final Identities identities;
    private final UsageStore store;
    private final StoreCalls calls;
    private final Clock clock;
    /** By {@link UserNames#identifier}. */
    private final Cache<String, Usage> usages = Caffeine.newBuilder().expireAfterAccess(FORGOTTEN).build();

    @Inject
    public SendingLimits(Allowances allowances, Identities identities, UsageStore store, StoreCalls calls) {
        this(allowances, identities, store, calls, Clock.systemUTC());
    }

    SendingLimits(Allowances allowances, Identities identities, UsageStore store, StoreCalls calls, Clock clock) {
        this.allowances = allowances;
        this.identities = identities;
        this.store = store;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * For a message that begins.
     *
     * @param accounts each of them has to have room: whose password was used, so that a stolen one gets no more by acting as
     *        others, and whom they act as, so that many helpers send no more than one person may
     */
    public Outlay begin(Collection<Username> accounts) {
        List<Usage> charged = accounts.stream()
            .map(account -> usages.get(UserNames.identifier(account), name -> load(account)))
            .distinct()
            .toList();
        return new Outlay(charged);
    }

    private Usage load(Username account) {
        Allowance allowance = allowances.of(account, qualified(account));
        return new Usage(account, allowance, allowance.most().isEmpty() ? Used.NOTHING : before(account), clock);
    }

    private Username qualified(Username account) {
        try {
            return calls.ask(() -> identities.qualified(account));
        } catch (Exception e) {
            LOGGER.warn("The domain of {} is not known now; limits for a domain do not cover it", account.asString(), e);
            return account;
        }
    }

    private Used before(Username account) {
        try {
            return calls.ask(() -> store.find(account)).orElse(Used.NOTHING);
        } catch (Exception e) {
            LOGGER.warn("It is not known what {} has sent before; it is counted from now on", account.asString(), e);
            return Used.NOTHING;
        }
    }

    /** Keeps what has changed since the last call, in one go. One after the other: nothing older overwrites what is newer. */
    public synchronized void save() {
        Map<Username, Used> changed = new HashMap<>();
        usages.asMap().values().forEach(usage -> usage.takeChange().ifPresent(used -> changed.put(usage.account(), used)));
        if (changed.isEmpty()) {
            return;
        }
        try {
            store.save(changed);
        } catch (Exception e) {
            changed.keySet().forEach(account -> usages.asMap().computeIfPresent(UserNames.identifier(account), (name, usage) -> {
                usage.keepLater();
                return usage;
            }));
            LOGGER.warn("What {} accounts have sent could not be kept; it is tried again", changed.size(), e);
        }
    }
}
