// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.james.core.Username;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.GuessingSettings.Allowance;
import org.postern.accounts.GuessingSettings.Growth;
import org.postern.bridge.StoreCalls;

class GuessLimitsTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String HOME = "198.51.100.7";
    private static final String ELSEWHERE = "192.0.2.1";
    private static final int BY_NETWORK = 10;
    private static final int BY_ACCOUNT = 20;
    private static final int BY_PAIR = 40;

    private final ManualTime time = new ManualTime();
    private final KnownNetworksInMemory known = new KnownNetworksInMemory();
    private final StoreCalls stores = new StoreCalls(Duration.ofSeconds(10));
    private final AtomicInteger sessions = new AtomicInteger();
    private GuessLimits limits = limits("192.0.2.99");

    private GuessLimits limits(String gateway) {
        return limits(known, gateway);
    }

    private GuessLimits limits(KnownNetworks store, String gateway) {
        Duration hour = Duration.ofHours(1);
        return new GuessLimits(new GuessingSettings(new Allowance(BY_NETWORK, hour), new Allowance(BY_ACCOUNT, hour),
            new Allowance(BY_PAIR, hour), Duration.ofDays(30), new Growth(Duration.ofMinutes(1), Duration.ofMinutes(10)),
            new Growth(Duration.ofSeconds(1), Duration.ofSeconds(30)), Set.of(Network.of(gateway)), 1000), store, stores, time, time);
    }

    private Client from(String address) {
        return new Client(address, "TLSv1.3", "submission", "s" + sessions.incrementAndGet());
    }

    /** Whether it was heard. */
    private boolean guess(String address, String name) {
        Client client = from(address);
        if (limits.lockedOut(client, name).isPresent()) {
            return false;
        }
        limits.failed(client, name);
        return true;
    }

    private int guesses(int times, String address, String name) {
        return (int) IntStream.range(0, times).filter(i -> guess(address, name)).count();
    }

    private Optional<Duration> login(String address, String name) {
        Client client = from(address);
        Optional<Duration> lockOut = limits.lockedOut(client, name);
        if (lockOut.isEmpty()) {
            limits.succeeded(client, name, new Proof(Username.of(name), "people"));
        }
        return lockOut;
    }

    @Test
    void shouldNotHearNetworkWhenItHasGuessedTooOftenAtAnyNames() {
        int heard = IntStream.range(0, 30).map(i -> guesses(1, ELSEWHERE, "name" + i + "@example.org")).sum();

        assertThat(heard).isEqualTo(BY_NETWORK);
        assertThat(login(ELSEWHERE, BOB)).contains(Duration.ofMinutes(1));
        assertThat(login("192.0.2.2", BOB)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::1, 2001:db8::ffff:2, false", "2001:db8::1, 2001:db8:0:1::1, true", "192.0.2.1, ::ffff:192.0.2.1, false"})
    void shouldCountByNetwork(String guesser, String other, boolean isHeard) {
        guesses(BY_NETWORK, guesser, ALICE);

        assertThat(login(other, BOB).isEmpty()).isEqualTo(isHeard);
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "no-such-name@example.org", "a@b@c", "m\u00fcller", "evil\r\nname"})
    void shouldNotHearNewNetworksWhenNameIsGuessedAtFromManyPlaces(String name) {
        int heard = IntStream.range(0, 30).map(i -> guesses(1, "192.0.2." + i, name)).sum();

        assertThat(heard).isEqualTo(BY_ACCOUNT);
        assertThat(limits.lockedOut(from("203.0.113.1"), name)).contains(Duration.ofMinutes(1));
        assertThat(limits.lockedOut(from("203.0.113.1"), "other@example.org")).isEmpty();
    }

    @Test
    void shouldCountSpellingsOfANameAsOne() {
        List<String> spellings = List.of("Alice@Example.ORG", " alice@example.org", "ALICE@EXAMPLE.ORG");
        IntStream.range(0, BY_ACCOUNT).forEach(i -> guess("192.0.2." + i, spellings.get(i % 3)));

        assertThat(login("203.0.113.1", ALICE)).isPresent();
    }

    /** As a directory may take them for one (RFC 4518). */
    @Test
    void shouldCountWhatADirectoryTakesForOneNameAsOne() {
        List<String> spellings = List.of("alice@example.org", "\uff41lice@example.org", "\u24d0\u24db\u24d8\u24d2\u24d4@example.org",
            "a\u00adlice@example.org", "ali\u200bce@example.org", "al\u2170ce@example.org", "alice\uff20example.org");
        IntStream.range(0, BY_ACCOUNT).forEach(i -> guess("192.0.2." + i, spellings.get(i % spellings.size())));
        assertThat(limits.lockedOut(from("203.0.113.1"), ALICE)).isPresent();

        List<String> spaced = List.of("ann bell", "ann  bell", "ann\u00a0bell", "ANN \t bell", "ann" + " ".repeat(400) + "bell");
        IntStream.range(0, BY_ACCOUNT).forEach(i -> guess("192.0.2." + i, spaced.get(i % spaced.size())));
        assertThat(limits.lockedOut(from("203.0.113.1"), "ann bell")).isPresent();
    }

    @Test
    void shouldHearUserAtHomeWhenTheirNameIsGuessedAtElsewhere() {
        login(HOME, ALICE);
        IntStream.range(0, 200).forEach(i -> guess("192.0.2." + i, ALICE));

        assertThat(login(HOME, ALICE)).isEmpty();
        assertThat(login("203.0.113.1", ALICE)).as("a new network").isPresent();
    }

    @Test
    void shouldHearUserAtHomeWhenANeighbourBehindTheSameAddressGuessesAtOtherNames() {
        login(HOME, ALICE);
        assertThat(guesses(100, HOME, BOB)).isEqualTo(BY_NETWORK);

        assertThat(login(HOME, ALICE)).isEmpty();
        assertThat(login(HOME, "new@example.org")).isPresent();
    }

    @Test
    void shouldKeepOthersOutOfItWhenUsersOwnDeviceHasAnOldPassword() {
        login(HOME, ALICE);
        assertThat(guesses(1000, HOME, ALICE)).isEqualTo(BY_PAIR);

        assertThat(login(HOME, BOB)).isEmpty();
        assertThat(login("203.0.113.1", ALICE)).isEmpty();
    }

    @Test
    void shouldHearPairAgainWithoutGrowingLockOut() {
        login(HOME, ALICE);
        guesses(1000, HOME, ALICE);
        assertThat(login(HOME, ALICE)).contains(Duration.ofSeconds(90));

        time.pass(Duration.ofSeconds(90));
        assertThat(login(HOME, ALICE)).isEmpty();
        assertThat(guesses(10, HOME, ALICE)).as("a login gives nothing but its own try back").isOne();
    }

    @Test
    void shouldForgetNetworkWhenNobodyHasLoggedInForLong() {
        login(HOME, ALICE);
        time.pass(Duration.ofDays(31));
        guesses(BY_NETWORK, HOME, BOB);

        assertThat(login(HOME, ALICE)).isPresent();
    }

    @Test
    void shouldKnowNetworksAfterARestart() {
        login(HOME, ALICE);
        Awaitility.await().until(() -> !known.at(Network.of(HOME)).isEmpty());
        limits = limits("192.0.2.99");
        guesses(BY_NETWORK, HOME, BOB);

        assertThat(login(HOME, ALICE)).isEmpty();
    }

    @Test
    void shouldKnowPersonByTheNameTheyGiveAndByTheirOwn() {
        Client client = from(HOME);
        limits.lockedOut(client, "alice");
        limits.succeeded(client, "alice", new Proof(Username.of(ALICE), "ldap"));
        guesses(BY_NETWORK, HOME, BOB);

        assertThat(login(HOME, "alice")).isEmpty();
        assertThat(login(HOME, ALICE)).isEmpty();
    }

    @Test
    void shouldCountGuessesOfAllNetworksOfAGatewayByNameOnly() {
        limits = limits(ELSEWHERE);
        int heard = IntStream.range(0, 100).map(i -> guesses(1, ELSEWHERE, "name" + i + "@example.org")).sum();

        assertThat(heard).isEqualTo(100);
        assertThat(guesses(100, ELSEWHERE, BOB)).isEqualTo(BY_ACCOUNT);
    }

    @Test
    void shouldLockOutLongerEachTimeUpToALimit() {
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            guesses(100, ELSEWHERE, "x" + i);
            Duration lockOut = limits.lockedOut(from(ELSEWHERE), BOB).orElseThrow();
            minutes.add(lockOut.toMinutes());
            time.pass(lockOut.compareTo(Duration.ofMinutes(6)) < 0 ? Duration.ofMinutes(6) : lockOut);
        }
        assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);

        time.pass(Duration.ofHours(1));
        guesses(100, ELSEWHERE, "y");
        assertThat(limits.lockedOut(from(ELSEWHERE), BOB)).as("after a good while").contains(Duration.ofMinutes(10));
        time.pass(Duration.ofHours(2));
        guesses(100, ELSEWHERE, "z");
        assertThat(limits.lockedOut(from(ELSEWHERE), BOB)).as("after a long while").contains(Duration.ofMinutes(1));
    }

    @Test
    void shouldHoldAnswerBackLongerWithEachWrongTry() {
        List<Long> seconds = IntStream.range(0, 7).mapToObj(i -> {
            Client client = from(ELSEWHERE);
            limits.lockedOut(client, ALICE);
            return limits.failed(client, ALICE).toSeconds();
        }).toList();

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void shouldHoldBackAlikeWhereANameIsKnownAndWhereItIsNot() {
        login(HOME, ALICE);
        guesses(3, HOME, BOB);
        Client atAlice = from(HOME);
        limits.lockedOut(atAlice, ALICE);
        assertThat(limits.failed(atAlice, ALICE)).as("known, where others were guessed at").isEqualTo(Duration.ofSeconds(8));

        IntStream.range(0, 4).forEach(i -> guess("192.0.2." + i, ALICE));
        Client again = from(HOME);
        limits.lockedOut(again, ALICE);
        assertThat(limits.failed(again, ALICE)).as("guessed at elsewhere").isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void shouldHoldBackWhatNobodyCanSayLikeAWrongTry() {
        guesses(2, ELSEWHERE, BOB);
        for (int i = 0; i < 3; i++) {
            Client client = from(ELSEWHERE);
            limits.lockedOut(client, ALICE);
            assertThat(limits.undecided(client)).isEqualTo(Duration.ofSeconds(4));
        }
        assertThat(limits.undecided(from(ELSEWHERE))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldGiveBackTriesThatAreLeft() {
        for (int i = 0; i < 100; i++) {
            Client client = from("192.0.2." + i % 50);
            assertThat(limits.lockedOutAtBeginning(client, ALICE)).as("round %s", i).isEmpty();
            limits.abandoned(client);
        }
        assertThat(login("203.0.113.1", ALICE)).isEmpty();
        assertThat(limits.guesses()).isEmpty();
    }

    @Test
    void shouldTellANetworkOfFewNamesOnlyWhenItLeavesAllItsExchanges() {
        login(HOME, ALICE);
        assertThat(beginnings(HOME)).isEqualTo(BY_NETWORK);
        assertThat(limits.lockedOutAtBeginning(from(HOME), "name@example.org")).contains(Duration.ofMinutes(6));
        assertThat(limits.lockedOutAtBeginning(from(HOME), ALICE)).as("known there").isEmpty();
        assertThat(login(HOME, BOB)).as("tells nothing at its beginning").isEmpty();
        assertThat(beginnings(ELSEWHERE)).isEqualTo(BY_NETWORK);

        limits.forget(Optional.of(Network.of(HOME)), Optional.empty());
        assertThat(beginnings(HOME)).isEqualTo(BY_NETWORK);
        limits.forgetAll();
        assertThat(beginnings(HOME)).isEqualTo(BY_NETWORK);
    }

    /** How many are heard, all in one session that goes from name to name. */
    private int beginnings(String address) {
        Client client = from(address);
        int heard = (int) IntStream.range(0, 100)
            .filter(i -> limits.lockedOutAtBeginning(client, "name" + i % 50 + "@example.org").isEmpty()).count();
        limits.abandoned(client);
        return heard;
    }

    @Test
    void shouldCountExchangesThatAreCarriedToTheirEndOnce() {
        for (int i = 0; i < 3 * BY_NETWORK; i++) {
            Client client = from(ELSEWHERE);
            String name = "name" + i + "@example.org";
            assertThat(limits.lockedOutAtBeginning(client, name)).isEmpty();
            assertThat(limits.lockedOut(client, name)).isEmpty();
            if (i % 2 == 0) {
                limits.undecided(client);
            } else {
                limits.succeeded(client, name, new Proof(Username.of(name), "people"));
            }
        }
        for (int i = 0; i < 2 * BY_NETWORK; i++) {
            Client client = from("192.0.2.2");
            if (limits.lockedOutAtBeginning(client, "name" + i).isEmpty()) {
                limits.failed(client, "name" + i);
            }
        }
        assertThat(limits.guesses()).contains(
            new Guesses(Optional.of(Network.of("192.0.2.2")), Optional.empty(), BY_NETWORK, Optional.of(Duration.ofMinutes(1))));
        limits.forget(Optional.of(Network.of("192.0.2.2")), Optional.empty());
        assertThat(beginnings("192.0.2.2")).isEqualTo(BY_NETWORK);
    }

    @Test
    void shouldGiveBackTriesOfWhichNobodyHearsAnyMore() {
        IntStream.range(0, 5).forEach(i -> limits.lockedOut(from(ELSEWHERE), ALICE));
        assertThat(limits.guesses()).isNotEmpty();

        time.pass(Duration.ofMinutes(16));
        login(HOME, BOB);
        assertThat(limits.guesses()).isEmpty();
    }

    @Test
    void shouldCountTriesUnderWay() {
        List<Client> underWay = IntStream.range(0, BY_NETWORK).mapToObj(i -> from(ELSEWHERE)).toList();
        underWay.forEach(client -> assertThat(limits.lockedOut(client, ALICE)).isEmpty());
        assertThat(limits.lockedOut(from(ELSEWHERE), BOB)).isPresent();

        limits.undecided(underWay.get(0));
        assertThat(login(ELSEWHERE, BOB)).isEmpty();
        assertThat(login(ELSEWHERE, BOB)).as("a success takes nothing").isEmpty();
    }

    @Test
    void shouldLookAtNoMoreTriesWhenManyComeAtOnce() throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> tries = IntStream.range(0, 2000)
                .<Callable<Boolean>>mapToObj(i -> () -> guess(ELSEWHERE, ALICE))
                .toList();
            int heard = 0;
            for (Future<Boolean> tried : attackers.invokeAll(tries)) {
                heard += tried.get() ? 1 : 0;
            }
            assertThat(heard).isEqualTo(BY_NETWORK);
        } finally {
            attackers.shutdownNow();
        }
        assertThat(limits.lockedOut(from(ELSEWHERE), BOB)).as("and only one lock-out begins").contains(Duration.ofMinutes(1));
    }

    @Test
    void shouldTakeOneTryWhenASessionAsksTwice() {
        Client client = from(ELSEWHERE);
        IntStream.range(0, 100).forEach(i -> assertThat(limits.lockedOut(client, i % 2 == 0 ? ALICE : BOB)).isEmpty());
        limits.failed(client, BOB);

        assertThat(guesses(100, ELSEWHERE, "x")).isEqualTo(BY_NETWORK - 1);
    }

    @Test
    void shouldCountFailureThatNobodyAskedFor() {
        IntStream.range(0, BY_NETWORK).forEach(i -> limits.failed(from(ELSEWHERE), ""));

        assertThat(login(ELSEWHERE, BOB)).isPresent();
    }

    @Test
    void shouldShowWhatIsCountedAndForgetIt() {
        guesses(100, ELSEWHERE, ALICE);
        login(HOME, ALICE);
        guesses(3, HOME, ALICE);

        assertThat(limits.guesses()).containsExactly(
            new Guesses(Optional.of(Network.of(ELSEWHERE)), Optional.empty(), BY_NETWORK, Optional.of(Duration.ofMinutes(1))),
            new Guesses(Optional.empty(), Optional.of(ALICE), BY_NETWORK, Optional.empty()),
            new Guesses(Optional.of(Network.of(HOME)), Optional.of(ALICE), 3, Optional.empty()));

        limits.forget(Optional.of(Network.of(ELSEWHERE)), Optional.empty());
        assertThat(login(ELSEWHERE, BOB)).isEmpty();
        assertThat(limits.guesses()).hasSize(2);
        limits.forget(Optional.empty(), Optional.of("Alice@example.org"));
        assertThat(limits.guesses()).isEmpty();
        guesses(100, "192.0.2.5", ALICE);
        limits.forgetAll();
        assertThat(limits.guesses()).isEmpty();
        assertThat(login("192.0.2.5", ALICE)).isEmpty();
    }

    @Test
    void shouldLimitAndRefuseNobodyMoreWhenStoreOfKnownNetworksFails() {
        limits = limits(new KnownNetworks() {
            @Override
            public Map<String, Instant> at(Network network) throws Exception {
                throw new Exception("Database is down");
            }

            @Override
            public void remember(String account, Network network, Instant when) throws Exception {
                throw new Exception("Database is down");
            }

            @Override
            public void forgetBefore(Instant when) throws Exception {
                throw new Exception("Database is down");
            }
        }, "192.0.2.99");

        assertThat(login(HOME, ALICE)).isEmpty();
        assertThat(guesses(100, HOME, BOB)).isEqualTo(BY_NETWORK);
    }
}
