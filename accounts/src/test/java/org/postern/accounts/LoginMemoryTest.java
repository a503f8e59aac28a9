// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginMemoryTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Password PASSWORD = Password.of("correct horse");
    private static final Proof PROOF = new Proof(ANN, "people");

    private final AtomicLong now = new AtomicLong();
    private final LoginMemory memory = new LoginMemory(Duration.ofSeconds(300), 2, now::get);

    @Test
    void shouldRememberThisPasswordOfThisNameAndNothingElse() {
        remember(ANN, "correct horse");

        assertThat(memory.find(ANN, PASSWORD)).contains(PROOF);
        assertThat(memory.find(ANN, Password.of("correct hors"))).isEmpty();
        assertThat(memory.find(Username.of("ann@example.or"), Password.of("gcorrect horse"))).isEmpty();
        assertThat(memory.find(Username.of("bob@example.org"), PASSWORD)).isEmpty();
    }

    @Test
    void shouldForgetWhenTheLifetimeIsOver() {
        remember(ANN, "correct horse");
        now.set(Duration.ofSeconds(299).toNanos());
        assertThat(memory.find(ANN, PASSWORD)).isPresent();
        remember(ANN, "another");
        now.set(Duration.ofSeconds(300).toNanos());

        assertThat(memory.find(ANN, PASSWORD)).isEmpty();
        assertThat(memory.find(ANN, Password.of("another"))).isPresent();
    }

    @Test
    void shouldForgetAtOnceWhenAPasswordChanges() {
        Username bob = Username.of("bob@example.org");
        remember(ANN, "correct horse");
        remember(bob, "another");

        memory.forget(ANN.asString());

        assertThat(memory.find(ANN, PASSWORD)).isEmpty();
        assertThat(memory.find(bob, Password.of("another"))).isPresent();
    }

    @Test
    void shouldForgetByTheNameThatAStoreHas() {
        memory.remember(Username.of("ann"), PASSWORD, PROOF, memory.changes());

        memory.forget(ANN.asString());

        assertThat(memory.find(Username.of("ann"), PASSWORD)).isEmpty();
    }

    @Test
    void shouldNotRememberWhatWasTestedBeforeAChange() {
        long before = memory.changes();
        memory.forget(ANN.asString());

        memory.remember(ANN, PASSWORD, PROOF, before);

        assertThat(memory.find(ANN, PASSWORD)).isEmpty();
    }

    @Test
    void shouldRememberNothingWhenLifetimeIsZero() {
        LoginMemory none = new LoginMemory(Duration.ZERO, 2, now::get);

        none.remember(ANN, PASSWORD, PROOF, none.changes());

        assertThat(none.find(ANN, PASSWORD)).isEmpty();
    }

    @Test
    void shouldKnowTheNameInAnySpelling() {
        remember(Username.of("j\u00f6rg@m\u00fcller.example"), "correct horse");

        assertThat(memory.find(Username.of("jo\u0308rg@xn--mller-kva.example"), PASSWORD)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "lifetime, -1,    0 to 86400",
        "lifetime, 86401, 0 to 86400",
        "lifetime, soon,  0 to 86400",
        "people,   0,     1 to 1000000",
        "peple,    5,     'lifetime, people'",
    })
    void shouldSayWhatIsAllowed(String element, String value, String allowed) throws Exception {
        BaseHierarchicalConfiguration file = new BaseHierarchicalConfiguration();
        file.addProperty("loginMemory." + element, value);
        AuthenticationFile parsed = AuthenticationFile.parse(file);

        assertThatThrownBy(() -> new LoginMemory(parsed)).isInstanceOf(ConfigurationException.class)
            .hasMessageContainingAll("authentication.xml: <loginMemory>", "<" + element + ">", allowed);
    }

    private void remember(Username name, String password) {
        memory.remember(name, Password.of(password), new Proof(name, "people"), memory.changes());
    }
}
