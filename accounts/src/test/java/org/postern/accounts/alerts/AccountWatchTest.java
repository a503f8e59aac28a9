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
import org.postern.accounts.Suspension;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.accounts.Ticking;
import org.postern.accounts.Xml;
import org.postern.accounts.alerts.Alert.Kind;
import org.postern.bridge.StoreCalls;

class AccountWatchTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private static final String ALL = "<refusedRecipients percent='30' of='20' suspend='true'/><newNetworks suspend='true'/>"
        + "<limitReached suspend='true'/>";

    private final Ticking clock = new Ticking();
    private final SuspensionsInMemory store = new SuspensionsInMemory();
    private final Suspensions suspensions = new Suspensions(store);
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<Runnable> work = new ArrayList<>();
    private AccountAlerts alerts;
    private AccountWatch watch;

    @BeforeEach
    void watch() throws Exception {
        watch("");
    }

    private void watch(String content) throws Exception {
        AlertSettings settings = AlertSettings.parse(Xml.limits("<alerts>" + content + "</alerts>"));
        alerts = new AccountAlerts(settings, suspensions, metrics, new StoreCalls(), work::add,
            () -> TimeUnit.SECONDS.toNanos(clock.instant().getEpochSecond()));
        watch = new AccountWatch(settings, alerts, suspensions, clock);
    }

    private int told(Kind kind) {
        return metrics.countFor("accountAlerts-" + kind);
    }

    private List<Suspension> suspended() throws Exception {
        List.copyOf(work).forEach(Runnable::run);
        work.clear();
        return suspensions.all();
    }

    @Test
    void shouldTellWhenTooManyRecipientsAreRefused() throws Exception {
        watch(ALL);
        watch.recipients(List.of(ALICE), 13, 0);
        watch.recipients(List.of(ALICE), 6, 6);
        assertThat(told(Kind.REFUSED_RECIPIENTS)).as("19 recipients say nothing yet").isZero();
        watch.recipients(List.of(ALICE), 1, 0);
        assertThat(told(Kind.REFUSED_RECIPIENTS)).as("30 percent").isZero();
        watch.recipients(List.of(ALICE, BOB), 1, 1);

        assertThat(told(Kind.REFUSED_RECIPIENTS)).isEqualTo(1);
        assertThat(suspended()).singleElement().satisfies(one -> {
            assertThat(one.username()).isEqualTo(ALICE);
            assertThat(one.reason()).isEqualTo("alert: refused-recipients refused=7 of=21 minutes=10");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 35, true",
        "0,   20,  20, true",
        "0,   19,  19, false",
        "0,   100, 30, false",
        "100, 19,  19, false",
    })
    void shouldTellWhenTooManyAreReturnedWhenever(int accepted, int done, int returned, boolean tells) {
        watch.recipients(List.of(ALICE), accepted, 0);
        clock.pass(Duration.ofMinutes(accepted == 0 ? 15 : 1));
        watch.delivered(List.of(ALICE), done - returned, 0);
        watch.delivered(List.of(ALICE), returned, returned);

        assertThat(told(Kind.REFUSED_RECIPIENTS)).isEqualTo(tells ? 1 : 0);
    }

    @Test
    void shouldForgetWhatIsLongAgo() {
        watch.recipients(List.of(ALICE), 15, 15);
        clock.pass(Duration.ofMinutes(10));
        watch.recipients(List.of(ALICE), 10, 10);

        assertThat(told(Kind.REFUSED_RECIPIENTS)).isZero();
    }

    @Test
    void shouldTellTheSameOnceAnHour() {
        for (int i = 0; i < 50; i++) {
            watch.recipients(List.of(ALICE), 20, 20);
        }
        assertThat(told(Kind.REFUSED_RECIPIENTS)).isEqualTo(1);
        clock.pass(Duration.ofMinutes(61));
        watch.recipients(List.of(ALICE), 20, 20);
        assertThat(told(Kind.REFUSED_RECIPIENTS)).isEqualTo(2);
    }

    @Test
    void shouldTellWhenAnAccountIsUsedFromManyNetworks() {
        for (int i = 0; i < 30; i++) {
            watch.loggedIn(ALICE, Network.of("192.0.2." + i % 9));
            watch.loggedIn(BOB, Network.of("192.0.2." + i));
            clock.pass(Duration.ofMinutes(10));
        }
        assertThat(told(Kind.NEW_NETWORKS)).isZero();
        for (int i = 0; i < 10; i++) {
            watch.loggedIn(ALICE, Network.of("2001:db8:0:" + i + "::1"));
        }
        assertThat(told(Kind.NEW_NETWORKS)).isEqualTo(1);
    }

    @Test
    void shouldSuspendWhereTheFileSaysSo() throws Exception {
        watch("<refusedRecipients percent='10' of='5' minutes='1' suspend='true'/><newNetworks count='2'/>");
        watch.loggedIn(BOB, Network.of("192.0.2.1"));
        watch.loggedIn(BOB, Network.of("192.0.2.2"));
        watch.recipients(List.of(ALICE), 5, 5);

        assertThat(suspended()).singleElement().satisfies(one -> {
            assertThat(one.username()).isEqualTo(ALICE);
            assertThat(one.reason()).isEqualTo("alert: refused-recipients refused=5 of=5 minutes=1");
        });
    }

    /** A thief who is back an hour after the alert is no less a thief within it. */
    @Test
    void shouldSuspendAgainWhoGoesOnAfterBeingResumed() throws Exception {
        watch(ALL);
        alerts.raise(new Alert(ALICE, Kind.LIMIT_REACHED, ""));
        assertThat(suspended()).hasSize(1);
        suspensions.resume(ALICE, "operator");
        alerts.raise(new Alert(ALICE, Kind.LIMIT_REACHED, ""));

        assertThat(suspended()).hasSize(1);
        assertThat(told(Kind.LIMIT_REACHED)).isEqualTo(1);
    }

    @Test
    void shouldBeginAnewWithWhoIsResumed() throws Exception {
        watch(ALL);
        watch.recipients(List.of(ALICE), 20, 20);
        for (int i = 0; i < 9; i++) {
            watch.loggedIn(ALICE, Network.of("192.0.2." + i));
        }
        assertThat(suspended()).hasSize(1);
        watch.delivered(List.of(ALICE), 20, 20);
        suspensions.resume(ALICE, "operator");
        watch.recipients(List.of(ALICE), 1, 1);
        watch.delivered(List.of(ALICE), 1, 1);
        watch.loggedIn(ALICE, Network.of("192.0.2.9"));

        assertThat(suspended()).isEmpty();
    }

    @Test
    void shouldLeaveToAnOtherThreadWhatWaitsForTheStore() throws Exception {
        watch(ALL);
        suspensions.suspend(BOB, "by hand", "operator");
        for (int i = 0; i < 50; i++) {
            watch.recipients(List.of(ALICE, BOB), 20, 20);
        }

        assertThat(store.all()).as("kept yet").hasSize(1);
        assertThat(work).hasSize(1);
        assertThat(suspended()).extracting(Suspension::username).containsExactly(ALICE, BOB);
    }

    @Test
    void shouldTellNothingThatIsSwitchedOff() throws Exception {
        watch("<refusedRecipients percent='0'/><newNetworks count='0'/>");
        watch.recipients(List.of(ALICE), 100, 100);
        watch.loggedIn(ALICE, Network.of("192.0.2.1"));

        assertThat(told(Kind.REFUSED_RECIPIENTS) + told(Kind.NEW_NETWORKS)).isZero();
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
