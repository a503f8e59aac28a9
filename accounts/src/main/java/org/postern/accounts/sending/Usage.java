// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.postern.accounts.sending.Limit.Counted;

/**
 * What one account has sent, against its limits: a bucket of tokens for each, which fills evenly over its time. Whoever is silent for
 * that time has it all; whoever sends without a pause gets the rate.
 */
final class Usage {
    private final Username account;
    private final Allowance allowance;
    private final Clock clock;
    private final Map<Limit, Bucket> buckets = new EnumMap<>(Limit.class);
    private final Map<Limit, Map<Domain, Instant>> domains = new EnumMap<>(Limit.class);
    private boolean changed;

    /**
     * What was taken, to be given back if nothing comes of it.
     *
     * @param domain when it is that which was counted
     */
    record Taken(List<Limit> limits, Optional<Domain> domain) {
    }

    /** Either what was taken or why nothing was. */
    record Outcome(Taken taken, Optional<Exceeded> exceeded) {
    }

    /** @param before what the account had sent before a restart */
    Usage(Username account, Allowance allowance, Used before, Clock clock) {
        this.account = account;
        this.allowance = allowance;
        this.clock = clock;
        for (Limit limit : Limit.values()) {
            if (allowance.most(limit) > 0) {
                buckets.put(limit, bucket(limit, before));
                domains.put(limit, new HashMap<>());
            }
        }
    }

    private Bucket bucket(Limit limit, Used before) {
        long most = allowance.most(limit);
        long used = Math.max(0, before.used().getOrDefault(limit, 0L) - filledSince(limit, before.at()));
        return Bucket.builder()
            .addLimit(Bandwidth.builder().capacity(most).refillGreedy(most, limit.time()).initialTokens(Math.max(0, most - used)).build())
            .withCustomTimePrecision(new Time(clock))
            .build();
    }

    private long filledSince(Limit limit, Instant then) {
        Duration passed = Duration.between(then, clock.instant());
        if (passed.compareTo(limit.time()) >= 0) {
            return Long.MAX_VALUE / 2;
        }
        return (long) ((double) allowance.most(limit) * Math.max(0, passed.toMillis()) / limit.time().toMillis());
    }

    Username account() {
        return account;
    }

    Allowance allowance() {
        return allowance;
    }

    synchronized Outcome take(Counted counted) {
        return take(Limit.of(counted).filter(buckets::containsKey).toList(), Optional.empty());
    }

    synchronized Outcome takeDomain(Domain domain) {
        Instant now = clock.instant();
        List<Limit> limits = Limit.of(Counted.DOMAINS).filter(buckets::containsKey).filter(limit -> isNew(limit, domain, now)).toList();
        Outcome outcome = take(limits, Optional.of(domain));
        outcome.taken().limits().forEach(limit -> domains.get(limit).put(domain, now));
        return outcome;
    }

    private boolean isNew(Limit limit, Domain domain, Instant now) {
        Map<Domain, Instant> known = domains.get(limit);
        if (known.size() > allowance.most(limit)) {
            known.values().removeIf(then -> !then.isAfter(now.minus(limit.time())));
        }
        Instant then = known.get(domain);
        return then == null || !then.isAfter(now.minus(limit.time()));
    }

    private Outcome take(List<Limit> limits, Optional<Domain> domain) {
        Optional<Exceeded> exceeded = limits.stream().flatMap(limit -> exceeded(limit).stream())
            .max((one, other) -> one.room().compareTo(other.room()));
        if (exceeded.isPresent()) {
            return new Outcome(new Taken(List.of(), domain), exceeded);
        }
        limits.forEach(limit -> buckets.get(limit).tryConsume(1));
        changed = changed || !limits.isEmpty();
        return new Outcome(new Taken(limits, domain), Optional.empty());
    }

    private Optional<Exceeded> exceeded(Limit limit) {
        long nanos = buckets.get(limit).estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return nanos == 0 ? Optional.empty()
            : Optional.of(new Exceeded(account, limit, allowance.most(limit), Duration.ofNanos(nanos)));
    }

    synchronized void giveBack(Taken taken) {
        taken.limits().forEach(limit -> {
            buckets.get(limit).addTokens(1);
            taken.domain().ifPresent(domains.get(limit)::remove);
        });
        changed = changed || !taken.limits().isEmpty();
    }

    /** What is to be kept; empty when that has not changed since the last call. */
    synchronized Optional<Used> takeChange() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(new Used(clock.instant(), buckets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
            entry -> allowance.most(entry.getKey()) - entry.getValue().getAvailableTokens()))));
    }

    /** It could not be kept after all. */
    synchronized void keepLater() {
        changed = true;
    }

    private record Time(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
