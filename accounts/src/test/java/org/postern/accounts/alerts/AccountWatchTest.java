// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.Network;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.accounts.Ticking;
import org.postern.accounts.Xml;
import org.postern.accounts.alerts.Alert.Kind;

class AccountWatchTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final Ticking clock = new Ticking();
    private final Suspensions suspensions = new Suspensions(new SuspensionsInMemory());
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<Alert> alerts = new ArrayList<>();
    private AccountWatch watch;

    @BeforeEach
    void watch() throws Exception {
        watch("");
    }

    private void watch(String content) throws Exception {
        AlertSettings settings = AlertSettings.parse(Xml.limits("<alerts>" + content + "</alerts>"));
        AccountAlerts told = new AccountAlerts(settings, suspensions, metrics,
            () -> TimeUnit.SECONDS.toNanos(clock.instant().getEpochSecond()));
        told.subscribe(alerts::add);
        watch = new AccountWatch(settings, told, clock);
    }

    @Test
    void shouldTellWhenTooManyRecipientsAreRefused() {
        watch.recipients(List.of(ALICE), 13, 0);
        watch.recipients(List.of(ALICE), 6, 6);
        assertThat(alerts).as("19 recipients say nothing yet").isEmpty();
        watch.recipients(List.of(ALICE), 1, 0);
        assertThat(alerts).as("30 percent").isEmpty();
        watch.recipients(List.of(ALICE, BOB), 1, 1);

        assertThat(alerts).containsExactly(new Alert(ALICE, Kind.REFUSED_RECIPIENTS, "refused=7 of=21 minutes=10"));
        assertThat(metrics.countFor("accountAlerts-refused-recipients")).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatIsLongAgo() {
        watch.recipients(List.of(ALICE), 15, 15);
        clock.pass(Duration.ofMinutes(10));
        watch.recipients(List.of(ALICE), 10, 10);

        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldTellTheSameOnceAnHour() {
        for (int i = 0; i < 50; i++) {
            watch.recipients(List.of(ALICE), 20, 20);
        }
        assertThat(alerts).hasSize(1);
        clock.pass(Duration.ofMinutes(61));
        watch.recipients(List.of(ALICE), 20, 20);
        assertThat(alerts).hasSize(2);
    }

    @Test
    void shouldTellWhenAnAccountIsUsedFromManyNetworks() {
        for (int i = 0; i < 30; i++) {
            watch.loggedIn(ALICE, Network.of("192.0.2." + i % 9));
            watch.loggedIn(BOB, Network.of("192.0.2." + i));
            clock.pass(Duration.ofMinutes(10));
        }
        assertThat(alerts).isEmpty();
        for (int i = 0; i < 10; i++) {
            watch.loggedIn(ALICE, Network.of("2001:db8:0:" + i + "::1"));
        }
        assertThat(alerts).singleElement().extracting(Alert::kind).isEqualTo(Kind.NEW_NETWORKS);
    }

    @Test
    void shouldSuspendWhereTheFileSaysSo() throws Exception {
        watch("<refusedRecipients percent='10' of='5' minutes='1' suspend='true'/><newNetworks count='2'/>");
        watch.loggedIn(BOB, Network.of("192.0.2.1"));
        watch.loggedIn(BOB, Network.of("192.0.2.2"));
        watch.recipients(List.of(ALICE), 5, 5);

        assertThat(suspensions.all()).singleElement().satisfies(one -> {
            assertThat(one.username()).isEqualTo(ALICE);
            assertThat(one.reason()).isEqualTo("alert: refused-recipients refused=5 of=5 minutes=1");
        });
    }

    @Test
    void shouldTellNothingThatIsSwitchedOff() throws Exception {
        watch("<refusedRecipients percent='0'/><newNetworks count='0'/>");
        watch.recipients(List.of(ALICE), 100, 100);
        watch.loggedIn(ALICE, Network.of("192.0.2.1"));

        assertThat(alerts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<refused/>                          | limits.xml: <alerts> does not know <refused>, allowed is limitReached, newNetworks",
        "<refusedRecipients share='3'/>      | <refusedRecipients> does not know share=",
        "<refusedRecipients percent='101'/>  | <refusedRecipients percent=\"101\">: allowed is a whole number of 0 to 100",
        "<newNetworks count='two'/>          | <newNetworks count=\"two\">: allowed is a whole number of 0 to",
        "<limitReached suspend='maybe'/>     | <limitReached suspend=\"maybe\">: allowed is true or false",
    })
    void shouldSayWhatIsWrong(String content, String message) {
        assertThatThrownBy(() -> watch(content)).isInstanceOf(ConfigurationException.class).hasMessageContaining(message);
    }
}
