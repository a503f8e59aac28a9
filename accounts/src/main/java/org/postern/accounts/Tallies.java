// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import org.postern.accounts.GuessingSettings.Allowance;
import org.postern.accounts.GuessingSettings.Growth;

/** What is counted, and which of it a try counts for. */
final class Tallies {
    /** An account from where it is known. */
    private record Pair(Network network, String account) {
    }

    private final GuessingSettings settings;
    private final Familiarity familiarity;
    private final TimeMeter time;
    private final Cache<Network, Tally> byNetwork;
    private final Cache<String, Tally> byAccount;
    private final Cache<Pair, Tally> byPair;
    private final Cache<Network, Tally> beginnings;

    Tallies(GuessingSettings settings, Familiarity familiarity, TimeMeter time) {
        this.settings = settings;
        this.familiarity = familiarity;
        this.time = time;
        byNetwork = counts(settings, settings.network(), time);
        byAccount = counts(settings, settings.account(), time);
        byPair = counts(settings, settings.known(), time);
        beginnings = counts(settings, settings.network(), time);
    }

    /** Kept until nothing of it would matter any more. */
    private static <K> Cache<K, Tally> counts(GuessingSettings settings, Allowance allowance, TimeMeter time) {
        return Caffeine.newBuilder()
            .maximumSize(settings.most())
            .expireAfterAccess(allowance.in().plus(settings.lockOut().longest().multipliedBy(2)))
            .ticker(time::currentTimeNanos)
            .build();
    }

    /**
     * @param account empty when there is no name
     * @param tells whether the client learns something before it has shown what it knows
     */
    Try newTry(Network network, String account, boolean tells) {
        if (!account.isEmpty() && familiarity.isKnown(account, network)) {
            Tally pair = byPair.get(new Pair(network, account), added -> tally(settings.known(), Growth.NONE));
            return new Try(network, account, List.of(pair), Optional.empty());
        }
        boolean isGateway = settings.gateways().contains(network);
        List<Tally> tallies = new ArrayList<>();
        if (!isGateway) {
            tallies.add(byNetwork.get(network, added -> tally(settings.network(), settings.lockOut())));
        }
        if (!account.isEmpty()) {
            tallies.add(byAccount.get(account, added -> tally(settings.account(), settings.lockOut())));
        }
        return new Try(network, account, tallies, tells && !isGateway
            ? Optional.of(beginnings.get(network, added -> tally(settings.network(), Growth.NONE)))
            : Optional.empty());
    }

    private Tally tally(Allowance allowance, Growth lockOut) {
        return new Tally(allowance, lockOut, time);
    }

    /**
     * How long after its beginning such a try is answered. What the network and the name have counts for a known pair too: else the
     * time would tell which names are known in a network.
     */
    Duration delay(Try attempt) {
        int others = Stream.of(Optional.ofNullable(byNetwork.getIfPresent(attempt.network())),
                Optional.ofNullable(byAccount.getIfPresent(attempt.account())))
            .flatMap(Optional::stream)
            .filter(tally -> !attempt.counted().contains(tally))
            .mapToInt(tally -> tally.count() + 1)
            .max().orElse(1);
        int own = attempt.counted().stream().mapToInt(Tally::count).max().orElse(1);
        return settings.delay().at(Math.max(own, others) - 1);
    }

    /** All that is counted now, the longest lock-outs first. */
    List<Guesses> guesses() {
        List<Guesses> guesses = new ArrayList<>();
        byNetwork.asMap().forEach((network, tally) -> guesses.add(guesses(Optional.of(network), Optional.empty(), tally)));
        byAccount.asMap().forEach((account, tally) -> guesses.add(guesses(Optional.empty(), Optional.of(account), tally)));
        byPair.asMap().forEach((pair, tally) -> guesses.add(guesses(Optional.of(pair.network), Optional.of(pair.account), tally)));
        return guesses.stream()
            .filter(counted -> counted.wrong() > 0 || counted.lockedOut().isPresent())
            .sorted(Comparator.comparing((Guesses counted) -> counted.lockedOut().orElse(Duration.ZERO))
                .thenComparing(Guesses::wrong).reversed())
            .toList();
    }

    private static Guesses guesses(Optional<Network> network, Optional<String> account, Tally tally) {
        return new Guesses(network, account, tally.count(), tally.lockedOut());
    }

    /** Of a network, of a name, or of both when both are given: alone, and as a pair. */
    void forget(Optional<Network> network, Optional<String> account) {
        network.ifPresent(byNetwork::invalidate);
        network.ifPresent(beginnings::invalidate);
        account.ifPresent(byAccount::invalidate);
        byPair.asMap().keySet().removeIf(pair -> network.filter(pair.network::equals).isPresent()
            || account.filter(pair.account::equals).isPresent());
    }

    void forgetAll() {
        byNetwork.invalidateAll();
        byAccount.invalidateAll();
        byPair.invalidateAll();
        beginnings.invalidateAll();
    }
}
