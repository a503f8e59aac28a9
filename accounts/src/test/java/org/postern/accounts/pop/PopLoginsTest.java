// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.pop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.google.common.net.InetAddresses;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Ending;
import org.postern.accounts.Endings;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.NoOtherNode;

class PopLoginsTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String ADDRESS = "192.0.2.7";

    private final AtomicLong now = new AtomicLong();
    private final Endings endings;
    private final PopLogins logins;

    PopLoginsTest() throws ConfigurationException {
        endings = new Endings(new LoginMemory(AuthenticationFile.parse(new BaseHierarchicalConfiguration())), new NoOtherNode());
        logins = new PopLogins(new PopSettings(true, Duration.ofMinutes(10)), now::get, endings);
    }

    private void login(Username reader, String address) {
        logins.loggedIn(InetAddresses.forString(address), reader, logins.moment());
    }

    private List<Username> readers(String address) {
        return logins.readers(address).stream().map(PopLogins.Reader::username).toList();
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void shouldKnowTheReadersOfAnAddressLastOneFirst() {
        login(ANN, ADDRESS);
        login(BOB, ADDRESS);
        assertThat(readers(ADDRESS)).containsExactly(BOB, ANN);

        login(ANN, ADDRESS);
        assertThat(readers(ADDRESS)).containsExactly(ANN, BOB);
    }

    @Test
    void shouldForgetEachReaderWhenTheirTimeIsOver() {
        login(ANN, ADDRESS);
        later(Duration.ofMinutes(6));
        login(BOB, ADDRESS);
        later(Duration.ofMinutes(4));
        assertThat(readers(ADDRESS)).containsExactly(BOB);

        later(Duration.ofMinutes(6));
        assertThat(readers(ADDRESS)).isEmpty();
    }

    @Test
    void shouldRememberAgainFromTheLastLogin() {
        login(ANN, ADDRESS);
        later(Duration.ofMinutes(9));
        login(ANN, ADDRESS);
        later(Duration.ofMinutes(9));

        assertThat(readers(ADDRESS)).containsExactly(ANN);
    }

    @Test
    void shouldForgetAtOnceWhosePasswordIsChangedAndWhoIsRemoved() {
        login(ANN, ADDRESS);
        login(BOB, ADDRESS);

        endings.announce(Ending.ofPassword(ANN));
        assertThat(readers(ADDRESS)).containsExactly(BOB);
        endings.announce(Ending.ofAccount(BOB));
        assertThat(readers(ADDRESS)).isEmpty();

        login(ANN, ADDRESS);
        assertThat(readers(ADDRESS)).containsExactly(ANN);
    }

    @Test
    void shouldForgetWhosePasswordWasChangedWhileTheirLoginWasLookedAt() {
        long moment = logins.moment();
        endings.announce(Ending.ofPassword(ANN));
        logins.loggedIn(InetAddresses.forString(ADDRESS), ANN, moment);

        assertThat(readers(ADDRESS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,         192.0.2.7,          true",
        "192.0.2.7,         192.0.2.8,          false",
        "192.0.2.7,         ::ffff:192.0.2.7,   true",
        "2001:db8::7,       2001:DB8:0:0::7,    true",
        "2001:db8::7,       2001:db8::8,        false",
        "192.0.2.7,         client.example.org, false",
        "192.0.2.7,         '',                 false"})
    void shouldTakeAddressesExactly(String opened, String client, boolean isOpen) {
        login(ANN, opened);

        assertThat(logins.readers(client).isEmpty()).isNotEqualTo(isOpen);
    }

    @Test
    void shouldKeepTheLastOnesWhenAnAddressHasTooManyReaders() {
        for (int i = 1; i <= 101; i++) {
            login(Username.of("reader" + i + "@example.org"), ADDRESS);
        }

        assertThat(readers(ADDRESS)).hasSize(100)
            .startsWith(Username.of("reader101@example.org"))
            .endsWith(Username.of("reader2@example.org"));
    }

    @Test
    void shouldKnowNobodyWhenItIsOff() {
        PopLogins off = new PopLogins(new PopSettings(false, Duration.ofMinutes(10)), now::get, endings);
        off.loggedIn(InetAddresses.forString(ADDRESS), ANN, off.moment());

        assertThat(off.readers(ADDRESS)).isEmpty();
    }
}
