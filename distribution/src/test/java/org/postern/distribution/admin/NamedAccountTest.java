// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spark.HaltException;

class NamedAccountTest {

    @ParameterizedTest
    @CsvSource({
        "j\u00f6rg, j\u00f6rg",
        "jo\u0308rg, j\u00f6rg",
        "po\u0308l@mu\u0308ller.example, p\u00f6l@xn--mller-kva.example",
        "Ann@Example.org, ann@example.org"})
    void shouldBeTheNameThatLoginsProve(String typed, String account) throws Exception {
        MemoryUsersRepository users = MemoryUsersRepository.withoutVirtualHosting(null);
        users.addUser(Username.of("j\u00f6rg"), "secret");

        assertThat(new NamedAccount(users).of(typed)).isEqualTo(Username.of(account));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b@c", " ", "@example.org", "%s@"})
    void shouldRefuseWhatIsNoName(String typed) {
        assertThatThrownBy(() -> new NamedAccount(MemoryUsersRepository.withoutVirtualHosting(null)).of(typed))
            .isInstanceOfSatisfying(HaltException.class, halt -> {
                assertThat(halt.statusCode()).isEqualTo(400);
                assertThat(halt.body()).contains("'" + typed + "' is no user name");
            });
    }

    @Test
    void shouldGoOnWithTheNameAsTypedWhenTheStoreIsDown() {
        UsersRepository down = (UsersRepository) Proxy.newProxyInstance(UsersRepository.class.getClassLoader(),
            new Class<?>[] {UsersRepository.class}, (proxy, method, arguments) -> {
                throw new UsersRepositoryException("down");
            });

        NamedAccount.Named named = new NamedAccount(down).named("jo\u0308rg@m\u00fcller.example");
        Username typed = Username.of("j\u00f6rg@xn--mller-kva.example");
        assertThat(named).isEqualTo(new NamedAccount.Named(typed, typed, false));
        assertThat(named.names()).containsExactly(typed);
    }
}
