// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.AppPassword.Limits;
import org.postern.accounts.AppPasswords.Answer;
import org.postern.bridge.StoreCalls;
import org.postern.submission.AddressPattern;
import org.postern.submission.Credential;

class AppPasswordsTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Username ALIAS = Username.of("ann.other@example.org");

    private final Set<Username> people = new HashSet<>(Set.of(ANN));
    private final AppPasswordStore store = new MemoryAppPasswords();
    private final List<Runnable> writes = new ArrayList<>();
    private final Endings endings =
        new Endings(new LoginMemory(Duration.ofSeconds(300), 10, System::nanoTime), new NoOtherNode(), clock());
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private AppPasswords appPasswords;

    @BeforeEach
    void make() {
        appPasswords = new AppPasswords(store, users(UsersRepository.class), new StoreCalls(), endings, clock(), writes::add);
    }

    private <T extends UsersRepository> UsersRepository users(Class<T> type) {
        return (UsersRepository) Proxy.newProxyInstance(AppPasswordsTest.class.getClassLoader(), new Class<?>[] {type},
            (proxy, method, arguments) -> {
                Username name = (Username) arguments[0];
                Username account = name.equals(ALIAS) ? ANN : name;
                return method.getName().equals("contains") ? people.contains(account)
                    : Optional.of(account).filter(people::contains);
            });
    }

    private interface Directory extends UsersRepository, AccountLookup {
    }

    @Test
    void shouldProveTheOwnerByWhatWasShownOnce() throws Exception {
        Limits limits = new Limits(List.of(AddressPattern.parse("scans@example.org")), List.of(), Optional.empty());
        String secret = appPasswords.add(ANN, "scanner", limits, true);

        assertThat(secret).matches("([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}");
        Proof proof = proved(secret);
        assertThat(proof.username()).isEqualTo(ANN);
        assertThat(proof.by()).isEqualTo("app:scanner");
        assertThat(proof.credential().name()).isEqualTo("scanner");
        assertThat(proof.credential().senders()).isEqualTo(limits.senders());
        assertThat(appPasswords.of(ANN).toString()).doesNotContain(secret);
        assertThat(appPasswords.add(ANN, "other", Limits.none(), true)).isNotEqualTo(secret);
    }

    @Test
    void shouldTakeItAsPeopleTypeIt() throws Exception {
        String secret = appPasswords.add(ANN, "scanner", Limits.none(), true);

        for (String typed : List.of(secret.replace("-", ""), secret.toUpperCase(Locale.ROOT), secret.replace("-", " "),
                secret.replace('0', 'O').replace('1', 'l'))) {
            assertThat(proved(typed).username()).isEqualTo(ANN);
        }
    }

    @Test
    void shouldKnowItInNobodyElsesName() throws Exception {
        String secret = appPasswords.add(ANN, "scanner", Limits.none(), true);
        people.add(Username.of("bob@example.org"));

        assertThat(test("bob@example.org", secret, "192.0.2.7")).isInstanceOf(Answer.Unknown.class);
        assertThat(test("ann@example.org", secret.substring(1), "192.0.2.7")).isInstanceOf(Answer.Unknown.class);
        assertThat(test("ann@example.org", AppSecret.random().text(), "192.0.2.7")).isInstanceOf(Answer.Unknown.class);
        assertThat(test("ann@example.org", "correct horse", "192.0.2.7")).isInstanceOf(Answer.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, true", "192.0.3.7, false", "2001:db8::7, true", "2001:db9::7, false", "'', false"})
    void shouldBeOfUseInItsNetworksOnly(String client, boolean allowed) throws Exception {
        String secret = appPasswords.add(ANN, "scanner", new Limits(List.of(),
            List.of(AddressBlock.parse("192.0.2.0/24"), AddressBlock.parse("2001:db8::/32")), Optional.empty()), true);

        Answer answer = test("ann@example.org", secret, client);

        assertThat(answer).isEqualTo(allowed ? new Answer.Proved(new Proof(ANN, "app:scanner", new Credential("scanner",
            List.of()), Means.appPassword(Optional.empty()))) : new Answer.NotNow("app password scanner is not for this network"));
    }

    @Test
    void shouldEndWhenItExpires() throws Exception {
        String secret = appPasswords.add(ANN, "scanner", new Limits(List.of(), List.of(), Optional.of(now.plusSeconds(60))), true);
        Opening opening = Opening.by(proved(secret), ANN, endings.moment());
        assertThat(endings.hasExpired(opening)).isFalse();

        now = now.plusSeconds(60);

        assertThat(endings.hasExpired(opening)).isTrue();
        assertThat(test("ann@example.org", secret, "192.0.2.7")).isEqualTo(new Answer.NotNow("app password scanner has expired"));
    }

    @Test
    void shouldBeOfNoUseOnceItIsRevoked() throws Exception {
        String secret = appPasswords.add(ANN, "scanner", Limits.none(), true);
        String other = appPasswords.add(ANN, "laptop", Limits.none(), true);

        Opening byRevoked = Opening.by(proved(secret), ANN, endings.moment());
        Opening byOther = Opening.by(proved(other), ANN, endings.moment());

        assertThat(appPasswords.revoke(ANN, Username.of("Ann@Example.org"), "scanner")).isTrue();

        assertThat(endings.of(byRevoked)).contains(Ending.ofAppPassword(ANN, "scanner"));
        assertThat(endings.of(byOther)).isEmpty();
        assertThat(test("ann@example.org", secret, "192.0.2.7")).isInstanceOf(Answer.Unknown.class);
        assertThat(proved(other).by()).isEqualTo("app:laptop");
        assertThat(appPasswords.revoke(ANN, ANN, "scanner")).isFalse();
    }

    /** As long as nobody knew whose other name it is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldProveTheAccountEvenWhenItWasMadeUnderAnotherNameOfIt(boolean isListed) throws Exception {
        String early = appPasswords.add(ALIAS, "scanner", Limits.none(), isListed);
        String own = appPasswords.add(ANN, "laptop", Limits.none(), true);
        appPasswords = new AppPasswords(store, users(Directory.class), new StoreCalls(), endings, clock(), writes::add);

        for (String secret : List.of(early, own)) {
            Proof proof = ((Answer.Proved) test(ALIAS.asString(), secret, "192.0.2.7")).proof();
            assertThat(proof.username()).isEqualTo(ANN);
        }
        assertThat(proved(own).username()).isEqualTo(ANN);
        writes.forEach(Runnable::run);
        assertThat(appPasswords.of(ALIAS).get(0).lastUse()).isPresent();

        Opening opening = Opening.by(((Answer.Proved) test(ALIAS.asString(), early, "192.0.2.7")).proof(), ANN, endings.moment());
        assertThat(appPasswords.revoke(ANN, ALIAS, "scanner")).isTrue();
        assertThat(endings.of(opening)).contains(Ending.ofAppPassword(ANN, "scanner"));
    }

    @Test
    void shouldEndWithItsOwner() throws Exception {
        String secret = appPasswords.add(ANN, "scanner", Limits.none(), true);
        String unlisted = appPasswords.add(Username.of("radius@example.org"), "scanner", Limits.none(), false);

        people.clear();

        assertThat(test("ann@example.org", secret, "192.0.2.7")).isEqualTo(new Answer.NotNow("app password scanner has no owner any more"));
        assertThat(test("radius@example.org", unlisted, "192.0.2.7")).isInstanceOf(Answer.Proved.class);
    }

    @Test
    void shouldWriteItsLastUseAfterwardsAndRarely() throws Exception {
        String secret = appPasswords.add(ANN, "scanner", Limits.none(), true);

        proved(secret);
        assertThat(appPasswords.of(ANN).get(0).lastUse()).isEmpty();
        writes.forEach(Runnable::run);
        assertThat(appPasswords.of(ANN).get(0).lastUse()).contains(new AppPassword.Use(now, "192.0.2.7"));

        now = now.plus(Duration.ofMinutes(4));
        proved(secret);
        assertThat(writes).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        proved(secret);
        assertThat(writes).hasSize(2);
    }

    @Test
    void shouldRefuseTwoOfOneNameAndTooMany() {
        appPasswords.add(ANN, "scanner", Limits.none(), true);

        assertThatThrownBy(() -> appPasswords.add(ANN, "scanner", Limits.none(), true)).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("'scanner' already");
        for (int i = 2; i <= 50; i++) {
            appPasswords.add(ANN, "scanner" + i, Limits.none(), true);
        }
        assertThatThrownBy(() -> appPasswords.add(ANN, "one-more", Limits.none(), true)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "-x", "a/b", "x\n", "12345678901234567890123456789012345678901"})
    void shouldRefuseNamesThatWouldNotFitALogLine(String name) {
        assertThatThrownBy(() -> appPasswords.add(ANN, name, Limits.none(), true)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("up to 40 letters");
    }

    private Proof proved(String secret) throws Exception {
        return ((Answer.Proved) test("ann@example.org", secret, "192.0.2.7")).proof();
    }

    private Answer test(String name, String secret, String client) throws Exception {
        return appPasswords.test(new Client(client, "", "submission", "1"), Username.of(name), Password.of(secret));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneId.of("UTC");
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
