// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Client;
import org.postern.accounts.GuessLimits;
import org.postern.accounts.KnownNetworksInMemory;
import org.postern.accounts.oauth.TokenLogin.Outcome;
import org.postern.accounts.testing.TestIssuer;
import org.postern.accounts.testing.TestKey;
import org.postern.bridge.StoreCalls;

class TokenLoginTest {
    private static final Client CLIENT = new Client("192.0.2.7", "TLSv1.3", "submission", "s1");
    private static final TestKey KEY = TestKey.ec("first");

    private TestIssuer server;
    private DomainList domains;
    private MemoryUsersRepository users;

    @BeforeEach
    void open() throws Exception {
        server = new TestIssuer(KEY);
        MemoryDomainList list = new MemoryDomainList(null);
        list.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false).build());
        list.addDomain(Domain.of("example.org"));
        domains = list;
        users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of("ann@example.org"), "password");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static GuessLimits guesses() throws Exception {
        return new GuessLimits(AuthenticationFile.parse(new BaseHierarchicalConfiguration()), new KnownNetworksInMemory(),
            new StoreCalls(Duration.ofSeconds(5)));
    }

    private TokenLogin logins(String more, GuessLimits guesses) throws Exception {
        return new TokenLogin(OAuthFiles.xml(more + server.element("<scope>mail.send</scope>")), new OAuthFiles(), guesses, users, domains,
            new StoreCalls(Duration.ofSeconds(5)));
    }

    private Outcome login(TokenLogin logins, String person) {
        return logins.login(CLIENT, "", AccessToken.of(server.token(person)).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "known,   ann@example.org,    true",
        "known,   Ann@Example.org,    true",
        "known,   nobody@example.org, false",
        "known,   ann,                false",
        "domains, ann@example.org,    true",
        "domains, nobody@example.org, true",
        "domains, nobody@example.net, false",
        "domains, ann,                false",
    })
    void shouldLetInThoseWhomTheSiteKnows(String people, String person, boolean welcome) throws Exception {
        Outcome outcome = login(logins("<people>" + people + "</people>", guesses()), person);

        if (welcome) {
            assertThat(((Outcome.Proved) outcome).proof().by()).isEqualTo(server.url(""));
        } else {
            assertThat(((Outcome.Refused) outcome).refusal()).hasMessage("token of somebody whom nobody knows here");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"known", "domains"})
    void shouldProveTheNameAsTheStoreHasIt(String people) throws Exception {
        Username stored = Username.of("j\u00f6rg@example.org");
        users.addUser(stored, "password");

        Outcome outcome = login(logins("<people>" + people + "</people>", guesses()), "jo\u0308rg@example.org");

        assertThat(((Outcome.Proved) outcome).proof().username()).isEqualTo(stored);
    }

    @Test
    void shouldNotLookAtTheTokenOfWhoIsLockedOut() throws Exception {
        GuessLimits guesses = guesses();
        for (int i = 0; i < 50; i++) {
            guesses.lockedOut(CLIENT, "");
            guesses.failed(CLIENT, "");
        }

        assertThat(login(logins("", guesses), "ann@example.org")).isInstanceOf(Outcome.LockedOut.class);
        assertThat(server.asked).isEmpty();
    }

    @Test
    void shouldNotSayNoWhenAStoreFails() throws Exception {
        TokenLogin logins = logins("<people>domains</people>", guesses());
        assertThat(login(logins, "ann@example.org")).isInstanceOf(Outcome.Proved.class);
        domains = null;

        assertThat(login(logins("<people>domains</people>", guesses()), "ann@example.org")).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void shouldPointClientsToTheFirstIssuer() throws Exception {
        TokenLogin.Hint hint = logins("", guesses()).hint();

        assertThat(hint.scope()).contains("mail.send");
        assertThat(hint.discovery().orElseThrow()).hasToString(server.url("/.well-known/openid-configuration"));
    }

    @Test
    void shouldOfferNothingWhenNoIssuerIsNamed() throws Exception {
        TokenLogin logins = new TokenLogin(AuthenticationFile.parse(new BaseHierarchicalConfiguration()), new OAuthFiles(), guesses(),
            users, domains, new StoreCalls(Duration.ofSeconds(5)));

        assertThat(logins.isOffered()).isFalse();
    }
}
