// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.accounts.JamesPeople;
import org.postern.accounts.Password;
import org.postern.accounts.PasswordSource;
import org.postern.accounts.PersonLookup;
import org.postern.accounts.ScramVerifier;
import org.postern.accounts.ScramVerifiers;
import org.postern.accounts.StoredNames;
import org.postern.bridge.StoreCalls;
import reactor.core.publisher.Mono;

class KnownPeopleTest {
    private static final Username ALICE = Username.of("alice");
    private static final Username ANN = Username.of("ann");
    private static final Username ANNA = Username.of("anna");
    private static final Username NOBODY = Username.of("nobody");

    private final UsersRepository database = MemoryUsersRepository.withoutVirtualHosting(null);
    private final Directory directory = new Directory();

    private interface Verifying extends UsersRepository, ScramVerifiers {
    }

    private static final class Directory implements PasswordSource, PersonLookup {
        private boolean isDown;

        @Override
        public String name() {
            return "directory";
        }

        @Override
        public Answer test(Username username, Password password) {
            return new Answer.Unknown();
        }

        @Override
        public Optional<Username> account(Username name) throws IOException {
            if (isDown) {
                throw new IOException("down");
            }
            return List.of(ANN, ANNA).contains(name) ? Optional.of(ANN) : Optional.empty();
        }
    }

    @BeforeEach
    void add() throws Exception {
        database.addUser(ALICE, "secret");
    }

    private PasswordSource people() {
        return new JamesPeople(database, new StoreCalls());
    }

    private static UsersRepository verifying(UsersRepository database) {
        return (UsersRepository) Proxy.newProxyInstance(KnownPeopleTest.class.getClassLoader(), new Class<?>[] {Verifying.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("keepsVerifiers")) {
                    return true;
                }
                if (method.getName().equals("find")) {
                    return Optional.of(new ScramVerifiers.Stored(ALICE, new ScramVerifier(new byte[16], 4096, new byte[32], new byte[32])));
                }
                try {
                    return method.invoke(database, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    }

    @Test
    void shouldKnowPeopleOfAllSources() throws Exception {
        KnownPeople people = new KnownPeople(database, List.of(people(), directory));
        assertThat(people.contains(ALICE)).isTrue();
        assertThat(people.contains(ANN)).isTrue();
        assertThat(people.contains(NOBODY)).isFalse();
        assertThat(Mono.from(people.containsReactive(ANN)).block()).isTrue();
    }

    @Test
    void shouldNameTheAccountWhoseOtherNameItIs() throws Exception {
        Username joerg = Username.of("j\u00f6rg");
        database.addUser(joerg, "secret");
        KnownPeople people = new KnownPeople(database, List.of(people(), directory));

        assertThat(StoredNames.spelling(people, ANNA)).isEqualTo(ANN);
        assertThat(StoredNames.spelling(people, Username.of("jo\u0308rg"))).isEqualTo(joerg);
        assertThat(StoredNames.spelling(people, NOBODY)).isEqualTo(NOBODY);
        assertThat(StoredNames.find(people, NOBODY)).isEmpty();
        directory.isDown = true;
        assertThat(StoredNames.spelling(people, ALICE)).isEqualTo(ALICE);
        assertThatThrownBy(() -> StoredNames.spelling(people, ANNA)).isInstanceOf(UsersRepositoryException.class);
    }

    @Test
    void shouldListOnlyThoseOfTheDatabase() throws Exception {
        KnownPeople people = new KnownPeople(database, List.of(people(), directory));
        assertThat(people.list()).toIterable().containsExactly(ALICE);
        assertThat(people.countUsers()).isEqualTo(1);
        assertThat(people.test(ALICE, "secret")).isTrue();
        assertThat(people.test(ANN, "secret")).isFalse();
    }

    @Test
    void shouldNeitherKnowNorDenyWhileASourceIsDown() throws Exception {
        KnownPeople people = new KnownPeople(database, List.of(directory, people()));
        directory.isDown = true;
        assertThat(people.contains(ALICE)).isTrue();
        assertThatThrownBy(() -> people.contains(NOBODY)).isInstanceOf(UsersRepositoryException.class).hasMessageContaining("directory");
    }

    @Test
    void shouldHaveVerifiersOnlyWhereEverybodyMayHaveOne() throws Exception {
        assertThat(new KnownPeople(verifying(database), List.of(people())).keepsVerifiers()).isTrue();
        assertThat(new KnownPeople(verifying(database), List.of(people())).find(ALICE)).isPresent();
        assertThat(new KnownPeople(verifying(database), List.of(people(), directory)).keepsVerifiers()).isFalse();
        assertThat(new KnownPeople(database, List.of(people())).keepsVerifiers()).isFalse();
        assertThat(new KnownPeople(database, List.of(people())).find(ALICE)).isEmpty();
    }
}
