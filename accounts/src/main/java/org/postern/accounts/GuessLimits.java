// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.github.bucket4j.TimeMeter;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.postern.bridge.StoreCalls;

/**
 * Slows down, and then shuts out, who guesses; says the same of a name that exists and of one that does not. Counts wrong tries by
 * network and by name; where a name has logged in of late, its tries are counted apart from all others, so that nobody elsewhere,
 * and nobody who guesses at other names, can shut it out there. An exchange that tells something of a name before the client has
 * shown what it knows, as SCRAM does, is counted by network also when the client leaves it then.
 */
@Singleton
public class GuessLimits {
    /** An exchange that has not ended by then never will. */
    private static final Duration LONGEST_EXCHANGE = Duration.ofMinutes(15);

    private final GuessingSettings settings;
    private final Familiarity familiarity;
    private final Tallies tallies;
    private final Cache<Client, Try> underWay;

    /** @throws ConfigurationException when {@code <guessing>} is wrong */
    @Inject
    public GuessLimits(AuthenticationFile file, KnownNetworks known, StoreCalls stores) throws ConfigurationException {
        this(GuessingSettings.of(file), known, stores, Clock.systemUTC(), TimeMeter.SYSTEM_NANOTIME);
    }

    GuessLimits(GuessingSettings settings, KnownNetworks known, StoreCalls stores, Clock clock, TimeMeter time) {
        this.settings = settings;
        familiarity = new Familiarity(known, stores, settings, clock);
        tallies = new Tallies(settings, familiarity, time);
        underWay = Caffeine.newBuilder()
            .maximumSize(settings.most())
            .expireAfterWrite(LONGEST_EXCHANGE)
            .ticker(time::currentTimeNanos)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .<Client, Try>evictionListener((client, forgotten, cause) -> Objects.requireNonNull(forgotten).abandon())
            .build();
    }

    /**
     * To be asked before a secret is looked at. Who may go on has one try less until {@link #failed}, {@link #succeeded},
     * {@link #undecided} or {@link #abandoned} tells how it ended; to ask again for the same name is no other try.
     *
     * @param claimed the name that the client gives; empty when it has given none yet
     * @return for how long this client is not heard; empty when it is
     */
    public Optional<Duration> lockedOut(Client client, String claimed) {
        String account = AccountName.of(claimed);
        Try earlier = underWay.getIfPresent(client);
        return earlier != null && earlier.account().equals(account) ? Optional.empty() : lockedOut(client, account, false);
    }

    /**
     * To be asked, in place of {@link #lockedOut}, before the client is told something of the name and has to answer. As many such
     * exchanges of a network may be left as it has wrong tries; those of a name that is known there are not counted.
     */
    public Optional<Duration> lockedOutAtBeginning(Client client, String claimed) {
        return lockedOut(client, AccountName.of(claimed), true);
    }

    private Optional<Duration> lockedOut(Client client, String account, boolean tells) {
        abandoned(client);
        Try begun = tallies.newTry(client.network(), account, tells);
        Optional<Duration> lockOut = begun.take();
        if (lockOut.isEmpty()) {
            underWay.put(client, begun);
        }
        return lockOut;
    }

    /** @return how long after its beginning this wrong try is answered, at the earliest */
    public Duration failed(Client client, String claimed) {
        Try failed = end(client).orElseGet(() -> {
            Try unasked = tallies.newTry(client.network(), AccountName.of(claimed), false);
            unasked.counted().forEach(Tally::take);
            return unasked;
        });
        failed.wrong();
        return tallies.delay(failed);
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
        end(client).ifPresent(Try::giveBack);
        Network network = client.network();
        Stream.of(claimed, proof.username().asString()).map(AccountName::of).distinct()
            .forEach(account -> familiarity.loggedIn(account, network));
    }

    /**
     * Nobody could say whether the client knows the secret.
     *
     * @return how long after its beginning this is answered, at the earliest: as a wrong one would be, so that the time does not tell
     *     whom the stores know that did answer
     */
    public Duration undecided(Client client) {
        Optional<Try> undecided = end(client);
        Duration delay = undecided.map(tallies::delay).orElseGet(this::unheard);
        undecided.ifPresent(Try::giveBack);
        return delay;
    }

    /** The client has left the exchange, and nobody has looked at a secret. */
    public void abandoned(Client client) {
        end(client).ifPresent(Try::abandon);
    }

    /** All that is counted now, the longest lock-outs first. */
    public List<Guesses> guesses() {
        return tallies.guesses();
    }

    /** Forgets what was counted of a network, of a name, or of both when both are given: alone, and as a pair. */
    public void forget(Optional<Network> network, Optional<String> claimed) {
        tallies.forget(network, claimed.map(AccountName::of));
    }

    /** Forgets everything that was counted; not where people are known. */
    public void forgetAll() {
        tallies.forgetAll();
    }

    private Optional<Try> end(Client client) {
        return Optional.ofNullable(underWay.asMap().remove(client));
    }
}
