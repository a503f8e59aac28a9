// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.postern.accounts.GuessingSettings.Allowance;
import org.postern.accounts.GuessingSettings.Growth;
import org.postern.bridge.StoreCalls;

/**
 * Slows down, and then shuts out, who guesses; says the same of a name that exists and of one that does not. Counts wrong tries by
 * network and by name; where a name has logged in of late, its tries are counted apart from all others, so that nobody elsewhere,
 * and nobody who guesses at other names, can shut it out there.
 */
@Singleton
public class GuessLimits {
    /** An exchange that has not ended by then never will. */
    private static final Duration LONGEST_EXCHANGE = Duration.ofMinutes(15);

    /** An account from where it is known. */
    private record Pair(Network network, String account) {
    }

    /** What a session has been let in for, and is not judged yet. */
    private record Try(String account, List<Tally> tallies) {
    }

    private final GuessingSettings settings;
    private final Familiarity familiarity;
    private final TimeMeter time;
    private final Cache<Network, Tally> byNetwork;
    private final Cache<String, Tally> byAccount;
    private final Cache<Pair, Tally> byPair;
    private final Cache<Client, Try> underWay;

    /** @throws ConfigurationException when {@code <guessing>} is wrong */
    @Inject
    public GuessLimits(AuthenticationFile file, KnownNetworks known, StoreCalls stores) throws ConfigurationException {
        this(GuessingSettings.of(file), known, stores, Clock.systemUTC(), TimeMeter.SYSTEM_NANOTIME);
    }

    GuessLimits(GuessingSettings settings, KnownNetworks known, StoreCalls stores, Clock clock, TimeMeter time) {
        this.settings = settings;
        this.time = time;
        familiarity = new Familiarity(known, stores, settings, clock);
        byNetwork = counts(settings, settings.network(), time);
        byAccount = counts(settings, settings.account(), time);
        byPair = counts(settings, settings.known(), time);
        underWay = Caffeine.newBuilder()
            .maximumSize(settings.most())
            .expireAfterWrite(LONGEST_EXCHANGE)
            .ticker(time::currentTimeNanos)
            .build();
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
     * To be asked before a secret is looked at. Who may go on has one try less until {@link #failed}, {@link #succeeded} or
     * {@link #undecided} tells how it ended; to ask again for the same name is no other try.
     *
     * @param claimed the name that the client gives; empty when it has given none yet
     * @return for how long this client is not heard; empty when it is
     */
    public Optional<Duration> lockedOut(Client client, String claimed) {
        String account = AccountName.of(claimed);
        Try earlier = underWay.getIfPresent(client);
        if (earlier != null && earlier.account.equals(account)) {
            return Optional.empty();
        }
        undecided(client);
        List<Tally> tallies = tallies(client.network(), account);
        Optional<Duration> lockOut = take(tallies);
        if (lockOut.isEmpty()) {
            underWay.put(client, new Try(account, tallies));
        }
        return lockOut;
    }

    /** @return how long after its beginning this wrong try is answered, at the earliest */
    public Duration failed(Client client, String claimed) {
        List<Tally> tallies = end(client).map(Try::tallies).orElseGet(() -> {
            List<Tally> unasked = tallies(client.network(), AccountName.of(claimed));
            unasked.forEach(Tally::take);
            return unasked;
        });
        int wrong = tallies.stream().mapToInt(Tally::wrong).max().orElse(1);
        return settings.delay().at(wrong - 1);
    }

    /** @return how long after its beginning a try is answered that nobody looked at, at the earliest */
    public Duration unheard() {
        return settings.delay().first();
    }

    /**
     * The client knows the secret. That takes back this try only: else everybody who guesses where somebody logs in again and
     * again could go on for ever.
     *
     * @param claimed the name that it gave
     */
    public void succeeded(Client client, String claimed, Proof proof) {
        undecided(client);
        Network network = client.network();
        Stream.of(claimed, proof.username().asString()).map(AccountName::of).distinct()
            .forEach(account -> familiarity.loggedIn(account, network));
    }

    /** Nobody could say whether the client knows the secret. */
    public void undecided(Client client) {
        end(client).ifPresent(attempt -> attempt.tallies.forEach(Tally::giveBack));
    }

    /** All that is counted now, the longest lock-outs first. */
    public List<Guesses> guesses() {
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

    /** Forgets what was counted of a network, of a name, or of both when both are given: alone, and as a pair. */
    public void forget(Optional<Network> network, Optional<String> claimed) {
        Optional<String> account = claimed.map(AccountName::of);
        network.ifPresent(byNetwork::invalidate);
        account.ifPresent(byAccount::invalidate);
        byPair.asMap().keySet().removeIf(pair -> network.filter(pair.network::equals).isPresent()
            || account.filter(pair.account::equals).isPresent());
    }

    /** Forgets everything that was counted; not where people are known. */
    public void forgetAll() {
        byNetwork.invalidateAll();
        byAccount.invalidateAll();
        byPair.invalidateAll();
    }

    private Optional<Try> end(Client client) {
        return Optional.ofNullable(underWay.asMap().remove(client));
    }

    private List<Tally> tallies(Network network, String account) {
        if (!account.isEmpty() && familiarity.isKnown(account, network)) {
            return List.of(byPair.get(new Pair(network, account), added -> new Tally(settings.known(), Growth.NONE, time)));
        }
        List<Tally> tallies = new ArrayList<>();
        if (!settings.gateways().contains(network)) {
            tallies.add(byNetwork.get(network, added -> new Tally(settings.network(), settings.lockOut(), time)));
        }
        if (!account.isEmpty()) {
            tallies.add(byAccount.get(account, added -> new Tally(settings.account(), settings.lockOut(), time)));
        }
        return tallies;
    }

    /** One of each, or none of any. */
    private static Optional<Duration> take(List<Tally> tallies) {
        List<Tally> taken = new ArrayList<>();
        for (Tally tally : tallies) {
            Optional<Duration> lockOut = tally.take();
            if (lockOut.isPresent()) {
                taken.forEach(Tally::giveBack);
                return lockOut;
            }
            taken.add(tally);
        }
        return Optional.empty();
    }

    private static Guesses guesses(Optional<Network> network, Optional<String> account, Tally tally) {
        return new Guesses(network, account, tally.count(), tally.lockedOut());
    }
}
