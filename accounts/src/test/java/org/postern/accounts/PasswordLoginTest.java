// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;
import org.postern.accounts.AppPassword.Limits;
import org.postern.accounts.PasswordLogin.Outcome;
import org.postern.bridge.StoreCalls;

class PasswordLoginTest {
    private static final Client CLIENT = new Client("192.0.2.7", "", "submission", "1");
    private static final Username ANN = Username.of("ann@example.org");

    private final AtomicInteger asked = new AtomicInteger();
    private final LoginMemory memory = new LoginMemory(Duration.ofSeconds(300), 10, System::nanoTime);
    private Runnable whileAsked = () -> { };
    private Optional<RuntimeException> storeFault = Optional.empty();
    private Optional<RuntimeException> sourceFault = Optional.empty();
    private final MemoryAppPasswords kept = new MemoryAppPasswords() {
        @Override
        public List<AppPassword> of(Username owner) {
            storeFault.ifPresent(fault -> {
                throw fault;
            });
            return super.of(owner);
        }
    };
    private final AppPasswords appPasswords = new AppPasswords(kept, everybody(), new StoreCalls(), new Endings(memory, new NoOtherNode()));
    private final PasswordLogin logins;

    PasswordLoginTest() throws ConfigurationException {
        GuessLimits guesses = new GuessLimits(AuthenticationFile.parse(new BaseHierarchicalConfiguration()), new KnownNetworksInMemory(),
            new StoreCalls());
        logins = new PasswordLogin(new PasswordSources(List.of(elsewhere(), source())), guesses, memory, appPasswords);
    }

    @Test
    void shouldAskTheSourceOnceForARightPasswordAndEachTimeForAWrongOne() {
        assertThat(login("correct horse")).isInstanceOf(Outcome.Proved.class);
        assertThat(login("correct horse")).isEqualTo(new Outcome.Proved(new Proof(ANN, "test")));
        assertThat(asked).hasValue(1);

        assertThat(login("wrong")).isEqualTo(new Outcome.Refused("credentials"));
        assertThat(login("wrong")).isEqualTo(new Outcome.Refused("credentials"));
        assertThat(asked).hasValue(3);

        memory.forget(ANN.asString());
        assertThat(login("correct horse")).isInstanceOf(Outcome.Proved.class);
        assertThat(asked).hasValue(4);
    }

    @Test
    void shouldAskTheSourceOnceWhenAMailProgramOpensManyConnectionsAtOnce() throws Exception {
        ExecutorService connections = Executors.newFixedThreadPool(4);
        List<Thread> others = new CopyOnWriteArrayList<>();
        whileAsked = () -> {
            others.remove(Thread.currentThread());
            await().until(() -> others.size() == 3
                && others.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        };
        try {
            List<Future<Outcome>> outcomes = connections.invokeAll(Collections.nCopies(4, () -> {
                others.add(Thread.currentThread());
                return login("correct horse");
            }));

            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOf(Outcome.Proved.class);
            }
            assertThat(asked).hasValue(1);
        } finally {
            connections.shutdownNow();
        }
    }

    @Test
    void shouldNotRememberAnAppPassword() {
        String secret = appPasswords.add(ANN, "printer", Limits.none(), true);
        assertThat(login(secret)).isInstanceOf(Outcome.Proved.class);
        assertThat(asked).hasValue(0);

        appPasswords.revoke(ANN, ANN, "printer");

        assertThat(login(secret)).isEqualTo(new Outcome.Refused("credentials"));
    }

    @Test
    void shouldSayWhyInTheLogWhenAnAppPasswordIsForAnotherNetwork() {
        String secret = appPasswords.add(ANN, "printer",
            new Limits(List.of(), List.of(AddressBlock.parse("198.51.100.0/24")), Optional.empty()), true);

        assertThat(login(secret)).isEqualTo(new Outcome.Refused("app password printer is not for this network"));
        assertThat(asked).hasValue(0);
    }

    @Test
    void shouldSayLaterNotNeverWhenAppPasswordsCannotBeRead() {
        String secret = appPasswords.add(ANN, "printer", Limits.none(), true);
        storeFault = Optional.of(new IllegalStateException("down"));

        assertThat(login(secret)).isInstanceOf(Outcome.Unavailable.class);
        assertThat(login("correct horse")).isInstanceOf(Outcome.Proved.class);
        assertThat(login("wrong")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void shouldDoubtAWrongPasswordWhileAnotherSourceIsDown() {
        sourceFault = Optional.of(new IllegalStateException("down"));

        assertThat(login("correct horse")).isInstanceOf(Outcome.Proved.class);
        assertThat(login("wrong")).isEqualTo(new Outcome.Doubtful(sourceFault.get()));
    }

    /** An app password that cannot be looked up is a wrong one elsewhere, and no guess. */
    @Test
    void shouldNotDoubtAnAppPasswordWhileTheyCannotBeRead() {
        String secret = appPasswords.add(ANN, "printer", Limits.none(), true);
        storeFault = Optional.of(new IllegalStateException("down"));
        sourceFault = Optional.of(new IllegalStateException("down too"));

        assertThat(login(secret)).isEqualTo(new Outcome.Unavailable(storeFault.get()));
    }

    private Outcome login(String password) {
        return logins.login(CLIENT, ANN.asString(), Password.of(password));
    }

    private PasswordSource elsewhere() {
        return new PasswordSource() {
            @Override
            public String name() {
                return "elsewhere";
            }

            @Override
            public Answer test(Username username, Password password) {
                sourceFault.ifPresent(fault -> {
                    throw fault;
                });
                return new Answer.Unknown();
            }
        };
    }

    private PasswordSource source() {
        return new PasswordSource() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Answer test(Username username, Password password) {
                asked.incrementAndGet();
                whileAsked.run();
                return password.text().equals("correct horse") ? new Answer.Proved(username) : new Answer.Wrong();
            }
        };
    }

    private static UsersRepository everybody() {
        return (UsersRepository) Proxy.newProxyInstance(UsersRepository.class.getClassLoader(), new Class<?>[] {UsersRepository.class},
            (proxy, method, arguments) -> true);
    }
}
