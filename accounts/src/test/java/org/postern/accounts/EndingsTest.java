// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.submission.Credential;

class EndingsTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Username BOSS = Username.of("boss@example.org");
    private static final Proof BY_PASSWORD = new Proof(ANN, "people");
    private static final Proof BY_APP_PASSWORD =
        new Proof(ANN, "app:scanner", new Credential("scanner", List.of()), Means.appPassword(Optional.empty()));
    private static final Proof BY_TOKEN = new Proof(ANN, "https://login.example.org", Means.token(Optional.empty()));
    private static final Proof BY_CERTIFICATE = new Proof(ANN, "certificate", Means.certificate());

    private final LoginMemory memory = new LoginMemory(Duration.ofSeconds(300), 10, System::nanoTime);
    private final SharedStore store = new SharedStore();
    private final Ticking clock = new Ticking();
    private final Endings endings = new Endings(memory, store, clock);

    static Stream<Arguments> endingsOfSessions() {
        Ending changed = Ending.ofPassword(ANN);
        Ending removed = Ending.ofAccount(ANN);
        Ending revoked = Ending.ofAppPassword(ANN, "scanner");
        Ending withdrawn = Ending.ofDelegation(BOSS, ANN);
        Ending bossRemoved = Ending.ofAccount(BOSS);
        return Stream.of(
            Arguments.of(BY_PASSWORD, List.of(changed, removed, withdrawn, bossRemoved),
                List.of(revoked, Ending.ofPassword(BOSS), Ending.ofAppPassword(ANN, ""), Ending.ofDelegation(ANN, BOSS))),
            Arguments.of(BY_APP_PASSWORD, List.of(revoked, removed, withdrawn, bossRemoved),
                List.of(changed, Ending.ofAppPassword(ANN, "laptop"), Ending.ofAppPassword(BOSS, "scanner"))),
            Arguments.of(BY_TOKEN, List.of(removed, withdrawn, bossRemoved), List.of(changed, revoked)),
            Arguments.of(BY_CERTIFICATE, List.of(removed, withdrawn, bossRemoved), List.of(changed, revoked)));
    }

    @ParameterizedTest
    @MethodSource("endingsOfSessions")
    void shouldEndWhatWasOpenedWithItAndNothingElse(Proof proof, List<Ending> its, List<Ending> others) {
        Opening actingAsBoss = Opening.by(proof, BOSS, endings.moment());
        others.forEach(endings::announce);
        assertThat(endings.of(actingAsBoss)).isEmpty();

        for (Ending ending : its) {
            Opening opening = Opening.by(proof, BOSS, endings.moment());
            endings.announce(ending);
            assertThat(endings.of(opening)).contains(ending);
            assertThat(endings.of(Opening.by(proof, BOSS, endings.moment()))).as("a later login").isEmpty();
        }
    }

    @Test
    void shouldNeedNobodysLeaveToActAsOneself() {
        Opening opening = Opening.by(BY_PASSWORD, Username.of("ann@EXAMPLE.org"), endings.moment());

        endings.announce(Ending.ofDelegation(ANN, ANN));

        assertThat(endings.of(opening)).isEmpty();
    }

    @Test
    void shouldTakeAllSpellingsForOneAccount() {
        Opening opening = Opening.by(new Proof(Username.of("j\u00f6rg@m\u00fcller.example"), "people"), BOSS, endings.moment());

        endings.announce(Ending.ofPassword(Username.of("jo\u0308rg@xn--mller-kva.example")));

        assertThat(endings.of(opening)).isPresent();
    }

    @Test
    void shouldForgetWhatIsRememberedBeforeAnybodyIsTold() {
        memory.remember(ANN, Password.of("old"), BY_PASSWORD, memory.changes());
        AtomicInteger told = new AtomicInteger();
        Runnable end = endings.whenEnded(() -> {
            told.incrementAndGet();
            assertThat(memory.find(ANN, Password.of("old"))).isEmpty();
        });

        endings.announce(Ending.ofPassword(ANN));
        assertThat(told).hasValue(1);
        end.run();
        endings.announce(Ending.ofPassword(ANN));
        assertThat(told).hasValue(1);
    }

    @Test
    void shouldKnowByTheClockWhatHasExpired() {
        Instant end = clock.instant().plusSeconds(60);
        Opening opening = Opening.by(new Proof(ANN, "https://login.example.org", Means.token(Optional.of(end))), ANN, endings.moment());

        clock.pass(Duration.ofSeconds(59));
        assertThat(endings.hasExpired(opening)).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(endings.hasExpired(opening)).isTrue();
        assertThat(endings.hasExpired(Opening.by(BY_PASSWORD, ANN, endings.moment()))).isFalse();
    }

    @Test
    void shouldEndSessionsOfOtherNodesOnce() throws Exception {
        clock.pass(Duration.ofMinutes(-5));
        Endings elsewhere = new Endings(new LoginMemory(Duration.ofSeconds(300), 10, System::nanoTime), store, clock);
        clock.pass(Duration.ofMinutes(5));
        AtomicInteger told = new AtomicInteger();
        endings.whenEnded(told::incrementAndGet);
        memory.remember(ANN, Password.of("old"), BY_PASSWORD, memory.changes());
        Opening opening = Opening.by(BY_PASSWORD, ANN, endings.moment());
        elsewhere.announce(Ending.ofPassword(ANN));
        assertThat(endings.of(opening)).isEmpty();

        endings.refresh();
        assertThat(endings.of(opening)).contains(Ending.ofPassword(ANN));
        assertThat(memory.find(ANN, Password.of("old"))).isEmpty();

        Opening again = Opening.by(BY_PASSWORD, ANN, endings.moment());
        Opening there = Opening.by(BY_PASSWORD, ANN, elsewhere.moment());
        endings.refresh();
        elsewhere.refresh();
        assertThat(endings.of(again)).as("heard before").isEmpty();
        assertThat(elsewhere.of(there)).as("its own").isEmpty();
        assertThat(told).hasValue(1);
    }

    @Test
    void shouldEndSessionsHereWhenOtherNodesCannotBeToldAndHearOfThemLater() throws Exception {
        Endings elsewhere = new Endings(memory, store, clock);
        Opening opening = Opening.by(BY_PASSWORD, ANN, endings.moment());
        Opening there = Opening.by(BY_TOKEN, ANN, elsewhere.moment());
        store.fails = true;
        endings.announce(Ending.ofPassword(ANN));
        assertThat(endings.of(opening)).isPresent();
        assertThatThrownBy(elsewhere::refresh).isInstanceOf(IOException.class);

        store.fails = false;
        endings.announce(Ending.ofAccount(ANN));
        clock.pass(Duration.ofHours(2));
        elsewhere.refresh();
        assertThat(elsewhere.of(there)).contains(Ending.ofAccount(ANN));
    }

    @Test
    void shouldTellOtherNodesLaterWhatTheyCouldNotBeTold() throws Exception {
        Endings elsewhere = new Endings(memory, store, clock);
        Opening there = Opening.by(BY_PASSWORD, ANN, elsewhere.moment());
        store.fails = true;
        endings.announce(Ending.ofPassword(ANN));
        assertThatThrownBy(endings::refresh).isInstanceOf(IOException.class);

        store.fails = false;
        clock.pass(Duration.ofHours(2));
        elsewhere.announce(Ending.ofPassword(BOSS));
        endings.refresh();
        endings.refresh();
        elsewhere.refresh();

        assertThat(elsewhere.of(there)).contains(Ending.ofPassword(ANN));
        assertThat(store.told).as("told once").hasSize(2);
    }

    @Test
    void shouldHearOthersWhenTheClockOfOneIsFarAhead() throws Exception {
        store.told.add(new EndingStore.Told("fast", 1, Ending.ofPassword(BOSS), clock.instant().plus(Duration.ofHours(1))));
        endings.refresh();
        clock.pass(Duration.ofMinutes(1));
        Opening opening = Opening.by(BY_PASSWORD, ANN, endings.moment());
        Opening boss = Opening.by(new Proof(BOSS, "people"), BOSS, endings.moment());

        new Endings(memory, store, clock).announce(Ending.ofPassword(ANN));
        endings.refresh();

        assertThat(endings.of(opening)).contains(Ending.ofPassword(ANN));
        assertThat(endings.of(boss)).as("heard before").isEmpty();
    }

    private static final class SharedStore implements EndingStore {
        private final List<Told> told = new CopyOnWriteArrayList<>();
        private boolean fails;

        @Override
        public void tell(Told one) throws Exception {
            failIfBroken();
            told.add(one);
        }

        @Override
        public List<Told> since(Instant when) throws Exception {
            failIfBroken();
            return told.stream().filter(one -> !one.at().isBefore(when)).toList();
        }

        private void failIfBroken() throws IOException {
            if (fails) {
                throw new IOException("Database is down");
            }
        }
    }
}
