// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
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
    private final Map<Limit, RecentDomains> domains = new EnumMap<>(Limit.class);
    private boolean changed;

    /**
     * What was taken, to be given back if nothing comes of it.
     *
     * @param limits of which one was used up; those of domains are not among them
     * @param visits to a domain, also one that cost nothing
     */
    record Taken(List<Limit> limits, Map<Limit, RecentDomains.Visit> visits) {
        static final Taken NOTHING = new Taken(List.of(), Map.of());
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
                domains.put(limit, new RecentDomains(limit.time()));
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
        List<Limit> limits = limited(counted);
        return consume(limits).map(Usage::nothing).orElseGet(() -> new Outcome(new Taken(limits, Map.of()), Optional.empty()));
    }

    synchronized Outcome takeDomain(Domain domain) {
        Instant now = clock.instant();
        List<Limit> limits = limited(Counted.DOMAINS);
        Optional<Exceeded> exceeded = consume(limits.stream().filter(limit -> !domains.get(limit).isKnown(domain, now)).toList());
        return exceeded.map(Usage::nothing).orElseGet(() -> new Outcome(new Taken(List.of(),
            limits.stream().collect(Collectors.toMap(limit -> limit, limit -> domains.get(limit).add(domain, now)))), Optional.empty()));
    }

    private List<Limit> limited(Counted counted) {
        return Limit.of(counted).filter(buckets::containsKey).toList();
    }

    private static Outcome nothing(Exceeded exceeded) {
        return new Outcome(Taken.NOTHING, Optional.of(exceeded));
    }

    /** One of each, or nothing of any. */
    private Optional<Exceeded> consume(List<Limit> limits) {
        Optional<Exceeded> exceeded = limits.stream().flatMap(limit -> exceeded(limit).stream())
            .max((one, other) -> one.room().compareTo(other.room()));
        if (exceeded.isEmpty()) {
            limits.forEach(limit -> buckets.get(limit).tryConsume(1));
            changed = changed || !limits.isEmpty();
        }
        return exceeded;
    }

    private Optional<Exceeded> exceeded(Limit limit) {
        long nanos = buckets.get(limit).estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return nanos == 0 ? Optional.empty()
            : Optional.of(new Exceeded(account, limit, allowance.most(limit), Duration.ofNanos(nanos)));
    }

    /** Something came of it. */
    synchronized void keep(Taken taken) {
        Instant now = clock.instant();
        taken.visits().forEach((limit, visit) -> domains.get(limit).keep(visit, now));
    }

    synchronized void giveBack(Taken taken) {
        taken.limits().forEach(this::giveBack);
        taken.visits().forEach((limit, visit) -> {
            if (domains.get(limit).giveBack(visit)) {
                giveBack(limit);
            }
        });
    }

    private void giveBack(Limit limit) {
        buckets.get(limit).addTokens(1);
        changed = true;
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
