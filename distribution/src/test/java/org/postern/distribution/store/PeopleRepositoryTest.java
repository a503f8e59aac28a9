// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.common.collect.ImmutableList;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.jpa.JPAUsersRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.AppPassword;
import org.postern.accounts.AppPasswords;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Client;
import org.postern.accounts.Ending;
import org.postern.accounts.Endings;
import org.postern.accounts.HashingTurns;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.Means;
import org.postern.accounts.NoOtherNode;
import org.postern.accounts.Opening;
import org.postern.accounts.Password;
import org.postern.accounts.Proof;
import org.postern.accounts.ScramVerifier;
import org.postern.accounts.ScramVerifiers;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.bridge.StoreCalls;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@TestInstance(Lifecycle.PER_CLASS)
class PeopleRepositoryTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Username JOERG = Username.of("j\u00f6rg@xn--mller-kva.example");

    private DerbyInMemory derby;
    private DomainList domains;
    private LoginMemory memory;
    private Endings endings;
    private AppPasswordTable appPasswords;
    private DelegationTable delegations;
    private PeopleRepository people;

    @BeforeAll
    void open() throws Exception {
        derby = new DerbyInMemory();
        domains = derby.domains("example.org", "xn--mller-kva.example", "m\u00fcller.example");
    }

    @AfterAll
    void close() {
        derby.close();
    }

    @BeforeEach
    void make() throws Exception {
        memory = new LoginMemory(AuthenticationFile.parse(new BaseHierarchicalConfiguration()));
        endings = new Endings(memory, new NoOtherNode());
        appPasswords = new AppPasswordTable(new Database(derby.entityManagers()));
        delegations = new DelegationTable(new Database(derby.entityManagers()), endings);
        people = repository(4096);
    }

    @AfterEach
    void empty() {
        derby.empty("POSTERN_PERSON", "JAMES_USER", "POSTERN_APP_PASSWORD", "POSTERN_DELEGATION");
    }

    @Test
    void shouldKeepAPasswordAsAVerifierWithASaltOfItsOwn() throws Exception {
        people.addUser(ANN, "correct horse");
        people.addUser(JOERG, "correct horse");

        ScramVerifier kept = people.find(ANN).orElseThrow().verifier();
        assertThat(kept.iterations()).isEqualTo(4096);
        assertThat(kept.matches(Password.of("correct horse"))).isTrue();
        assertThat(kept.storedKey()).isNotEqualTo(people.find(JOERG).orElseThrow().verifier().storedKey());
        assertThat(people.test(ANN, "correct horse")).isTrue();
        assertThat(people.test(ANN, "Correct horse")).isFalse();
        assertThat(people.test(Username.of("bob@example.org"), "correct horse")).isFalse();
        assertThat(people.find(Username.of("bob@example.org"))).isEmpty();
    }

    @Test
    void shouldDoWhatAnAdministratorDoes() throws Exception {
        people.addUser(ANN, "first");
        assertThatThrownBy(() -> people.addUser(ANN, "again")).isInstanceOf(UsersRepositoryException.class);
        User ann = people.getUserByName(ANN);
        assertThat(ann.verifyPassword("first")).isTrue();
        assertThat(ann.setPassword("second")).isTrue();
        people.updateUser(ann);

        assertThat(people.test(ANN, "first")).isFalse();
        assertThat(people.test(ANN, "second")).isTrue();
        assertThat(people.contains(ANN)).isTrue();
        assertThat(people.countUsers()).isEqualTo(1);
        assertThat(ImmutableList.copyOf(people.list())).containsExactly(ANN);

        people.removeUser(ANN);
        assertThat(people.contains(ANN)).isFalse();
        assertThat(people.test(ANN, "second")).isFalse();
        assertThat(people.getUserByName(ANN)).isNull();
        assertThatThrownBy(() -> people.removeUser(ANN)).isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> people.updateUser(ann)).isInstanceOf(UsersRepositoryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PBKDF2-SHA512-1000", "PBKDF2", "SHA-512", "SHA-512/salted", "MD5", "NONE"})
    void shouldTakeOverAtTheirLoginWhoWasInTheTableOfJames(String algorithm) throws Exception {
        james(algorithm).addUser(ANN, "correct horse");

        assertThat(people.contains(ANN)).isTrue();
        assertThat(people.find(ANN)).isEmpty();
        assertThat(people.test(ANN, "wrong")).isFalse();
        assertThat(people.find(ANN)).isEmpty();

        assertThat(people.test(ANN, "correct horse")).isTrue();

        assertThat(people.find(ANN)).isPresent();
        assertThat(james(algorithm).contains(ANN)).isFalse();
        assertThat(people.test(ANN, "correct horse")).isTrue();
        assertThat(people.countUsers()).isEqualTo(1);
    }

    @Test
    void shouldChangeAndRemoveWhoIsStillInTheTableOfJames() throws Exception {
        james("PBKDF2-SHA512-1000").addUser(ANN, "first");
        james("PBKDF2-SHA512-1000").addUser(Username.of("bob@example.org"), "first");
        assertThatThrownBy(() -> people.addUser(ANN, "again")).isInstanceOf(UsersRepositoryException.class);
        Opening first = Opening.by(new Proof(ANN, "people"), ANN, endings.moment());
        User ann = people.getUserByName(ANN);
        ann.setPassword("second");
        people.updateUser(ann);
        assertThat(endings.of(first)).contains(Ending.ofPassword(ANN));
        people.removeUser(Username.of("bob@example.org"));

        assertThat(people.test(ANN, "first")).isFalse();
        assertThat(people.test(ANN, "second")).isTrue();
        assertThat(ImmutableList.copyOf(people.list())).containsExactly(ANN);
        assertThat(james("SHA-512").countUsers()).isZero();
    }

    /** James takes any password; SASLprep does not. */
    @Test
    void shouldNotLockOutWhoHasAPasswordThatCannotBeAVerifier() throws Exception {
        james("PBKDF2-SHA512-1000").addUser(ANN, "tab\tand bell\u0007");

        assertThat(people.test(ANN, "tab\tand bell\u0007")).isTrue();
        assertThat(people.find(ANN)).isEmpty();
        assertThat(people.test(ANN, "tab\tand bell\u0007")).isTrue();
    }

    @Test
    void shouldNotBringBackWhoWasRemovedOrChangedMeanwhile() throws Exception {
        james("PBKDF2-SHA512-1000").addUser(ANN, "first");
        PeopleTable table = table(4096);
        Kept before = table.find(ANN).orElseThrow();
        table.removeUser(ANN);
        table.renew(ANN, before, ScramVerifier.of(Password.of("first"), 4096));
        assertThat(people.contains(ANN)).isFalse();

        people.addUser(ANN, "second");
        Kept second = table.find(ANN).orElseThrow();
        User ann = people.getUserByName(ANN);
        ann.setPassword("third");
        people.updateUser(ann);
        table.renew(ANN, second, ScramVerifier.of(Password.of("second"), 4096));
        assertThat(people.test(ANN, "third")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 8192})
    void shouldApplyAChangedNumberOfIterationsAtTheNextLogin(int iterations) throws Exception {
        repository(12_288 - iterations).addUser(ANN, "correct horse");
        PeopleRepository changed = repository(iterations);

        assertThat(changed.test(ANN, "wrong")).isFalse();
        assertThat(changed.find(ANN).orElseThrow().verifier().iterations()).isEqualTo(12_288 - iterations);
        assertThat(changed.test(ANN, "correct horse")).isTrue();
        assertThat(changed.find(ANN).orElseThrow().verifier().iterations()).isEqualTo(iterations);
        assertThat(changed.test(ANN, "correct horse")).isTrue();
    }

    @Test
    void shouldCountWhoHasHowManyIterations() throws Exception {
        assertThat(people.iterations()).as("of nobody").isEqualTo(Map.of(4096, 1L));
        for (int iterations : List.of(4096, 10_000, 9_999_999, 10_000_000)) {
            add(Username.of(iterations + "@example.org"), iterations);
            add(Username.of(iterations + "-too@example.org"), iterations);
        }
        add(ANN, 600_000);

        assertThat(repository(8192).iterations())
            .isEqualTo(Map.of(4096, 2L, 10_000, 2L, 600_000, 1L, 9_999_999, 2L, 10_000_000, 2L));
        assertThat(people.iterations()).as("minutes old").isEqualTo(Map.of(4096, 1L));
    }

    @Test
    void shouldEndAndForgetLoginsAndAppPasswordsOfWhoIsChangedOrRemoved() throws Exception {
        people.addUser(ANN, "first");
        AppPasswords service = new AppPasswords(appPasswords, people, new StoreCalls(), endings);
        service.add(ANN, "printer", AppPassword.Limits.none(), true);
        memory.remember(ANN, Password.of("first"), new Proof(ANN, "people"), memory.changes());

        User ann = people.getUserByName(ANN);
        ann.setPassword("second");
        people.updateUser(ann);
        assertThat(memory.find(ANN, Password.of("first"))).isEmpty();
        assertThat(service.of(ANN)).hasSize(1);

        memory.remember(ANN, Password.of("second"), new Proof(ANN, "people"), memory.changes());
        Opening second = Opening.by(new Proof(ANN, "token", Means.token(Optional.empty())), ANN, endings.moment());
        people.removeUser(ANN);
        assertThat(endings.of(second)).contains(Ending.ofAccount(ANN));
        assertThat(memory.find(ANN, Password.of("second"))).isEmpty();
        assertThat(service.of(ANN)).isEmpty();
    }

    /** Also of those that were made in another spelling: who is added by the name later is somebody else. */
    @Test
    void shouldLeaveNobodyWhoActsForOrAsARemovedPerson() throws Exception {
        Username bob = Username.of("bob@example.org");
        Username carol = Username.of("carol@example.org");
        people.addUser(JOERG, "first");
        delegate(Username.of("jo\u0308rg@m\u00fcller.example"), bob);
        delegate(carol, JOERG);
        delegate(carol, bob);

        people.removeUser(JOERG);

        people.addUser(JOERG, "second");
        assertThat(names(delegations.authorizedUsers(JOERG))).isEmpty();
        assertThat(names(delegations.delegatedUsers(JOERG))).isEmpty();
        assertThat(names(delegations.authorizedUsers(carol))).containsExactly(bob);
    }

    @Test
    void shouldKnowDelegatesByAnySpellingOfBothNames() throws Exception {
        Username typed = Username.of("jo\u0308rg@m\u00fcller.example");
        delegate(ANN, typed);
        delegate(ANN, JOERG);
        delegate(typed, ANN);
        people.addUser(JOERG, "x");
        people.addUser(ANN, "x");

        assertThat(names(delegations.authorizedUsers(ANN))).containsExactly(typed);
        assertThat(names(delegations.delegatedUsers(JOERG))).containsExactly(ANN);
        DelegationAuthorizator authorizator = new DelegationAuthorizator(people, delegations);
        assertThat(authorizator.canLoginAsOtherUser(JOERG, ANN)).isEqualTo(AuthorizationState.ALLOWED);
        assertThat(authorizator.canLoginAsOtherUser(ANN, JOERG)).isEqualTo(AuthorizationState.ALLOWED);

        Mono.from(delegations.removeAuthorizedUser(ANN, JOERG)).block();
        Mono.from(delegations.clear(JOERG)).block();
        assertThat(names(delegations.authorizedUsers(ANN))).isEmpty();
        assertThat(names(delegations.authorizedUsers(typed))).isEmpty();
    }

    @Test
    void shouldEndSessionsOfWhoMayNotActForAPersonAnyMore() {
        Username bob = Username.of("bob@example.org");
        Username typed = Username.of("jo\u0308rg@m\u00fcller.example");
        for (Publisher<Void> change : List.of(delegations.removeAuthorizedUser(ANN, typed), delegations.removeDelegatedUser(typed, ANN),
                delegations.clear(ANN))) {
            delegate(ANN, JOERG);
            delegate(bob, JOERG);
            Opening actingAsAnn = Opening.by(new Proof(JOERG, "people"), ANN, endings.moment());
            Opening actingAsBob = Opening.by(new Proof(JOERG, "people"), bob, endings.moment());

            Mono.from(change).block();

            assertThat(endings.of(actingAsAnn)).contains(Ending.ofDelegation(ANN, JOERG));
            assertThat(endings.of(actingAsBob)).isEmpty();
        }
    }

    @Test
    void shouldMoveWhatARenamedPersonHas() throws Exception {
        Username anna = Username.of("anna@example.org");
        people.addUser(ANN, "first");
        people.addUser(anna, "first");
        Suspensions suspensions = new Suspensions(new SuspensionsInMemory());
        suspensions.suspend(ANN, "stolen", "test");
        AppPasswords service = new AppPasswords(appPasswords, people, new StoreCalls(), endings);
        String secret = service.add(ANN, "printer", AppPassword.Limits.none(), true);
        service.add(ANN, "laptop", AppPassword.Limits.none(), true);
        service.add(anna, "laptop", AppPassword.Limits.none(), true);

        Mono.from(new AccountUsernameChangeStep(appPasswords, suspensions).changeUsername(ANN, anna)).block();

        Client client = new Client("192.0.2.7", "TLSv1.3", "submission", "s1");
        assertThat(service.test(client, anna, Password.of(secret))).isInstanceOf(AppPasswords.Answer.Proved.class);
        assertThat(service.test(client, ANN, Password.of(secret))).isInstanceOf(AppPasswords.Answer.Unknown.class);
        assertThat(service.of(ANN)).extracting(AppPassword::name).containsExactly("laptop");
        assertThat(suspensions.isSuspended(anna)).isTrue();
        assertThat(suspensions.isSuspended(ANN)).isTrue();
    }

    private void delegate(Username owner, Username delegate) {
        Mono.from(delegations.addAuthorizedUser(owner, delegate)).block();
    }

    private static List<Username> names(Publisher<Username> names) {
        return Flux.from(names).collectList().block();
    }

    @Test
    void shouldKnowAVerifierByAnySpellingOfTheName() throws Exception {
        people.addUser(JOERG, "correct horse");

        assertThat(people.find(Username.of("jo\u0308rg@m\u00fcller.example")).map(ScramVerifiers.Stored::username)).contains(JOERG);
        assertThatThrownBy(() -> people.addUser(Username.of("j\u00f6rg@m\u00fcller.example"), "x"))
            .isInstanceOf(AlreadyExistInUsersRepositoryException.class).hasMessageContaining("spelt in another way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bell\u0007", "\u00ad"})
    void shouldRefuseToSetAPasswordThatNobodyCanType(String password) throws Exception {
        people.addUser(ANN, "first");
        User ann = people.getUserByName(ANN);

        assertThatThrownBy(() -> people.addUser(JOERG, password)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("SASLprep");
        assertThatThrownBy(() -> ann.setPassword(password)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayLaterWhenTooManyOthersHash() throws Exception {
        HashingTurns busy = new HashingTurns(1, 0, Duration.ZERO);
        people = new PeopleRepository(domains, table(4096), busy, endings, appPasswords, delegations);
        people.configure(configuration(4096));
        people.addUser(ANN, "correct horse");
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                busy.take(() -> {
                    hashing.countDown();
                    try {
                        return done.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        return false;
                    }
                });
            } catch (TimeoutException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        assertThat(hashing.await(1, TimeUnit.MINUTES)).isTrue();

        for (String name : List.of("ann@example.org", "nobody@example.org")) {
            assertThatThrownBy(() -> people.test(Username.of(name), "correct horse")).isInstanceOf(UsersRepositoryException.class)
                .hasMessageContaining("Too many logins");
        }
        done.countDown();
        other.join();
    }

    /** With keys that no password has. */
    private void add(Username name, int iterations) {
        new Database(derby.entityManagers()).change("INSERT INTO POSTERN_PERSON (USER_NAME, VERIFIER) VALUES (?1, ?2)", name.asString(),
            ScramVerifier.ofNobody(iterations).text());
    }

    private PeopleTable table(int iterations) throws Exception {
        PeopleTable table = new PeopleTable(new Database(derby.entityManagers()), derby.entityManagers());
        table.configure(configuration(iterations));
        return table;
    }

    private PeopleRepository repository(int iterations) throws Exception {
        PeopleRepository repository = new PeopleRepository(domains, table(iterations), new HashingTurns(), endings, appPasswords,
            delegations);
        repository.configure(configuration(iterations));
        return repository;
    }

    private JPAUsersRepository james(String algorithm) throws Exception {
        JPAUsersRepository james = new JPAUsersRepository(domains);
        james.setEntityManagerFactory(derby.entityManagers());
        james.configure(xml("<usersrepository><algorithm>" + algorithm
            + "</algorithm><enableVirtualHosting>true</enableVirtualHosting></usersrepository>"));
        return james;
    }

    private static HierarchicalConfiguration<ImmutableNode> configuration(int iterations) throws Exception {
        return xml("<usersrepository><algorithm>SCRAM-SHA-256</algorithm><iterations>" + iterations
            + "</iterations><enableVirtualHosting>true</enableVirtualHosting></usersrepository>");
    }

    private static HierarchicalConfiguration<ImmutableNode> xml(String text) throws Exception {
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
