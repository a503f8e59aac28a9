// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import com.google.common.net.InetAddresses;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainListException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.accounts.Ending;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

/** Through the wire, whoever's listener it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PopBeforeSmtpContract {
    private static final String HERE = "127.0.0.1";
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";

    private Listener listener;
    private SmtpClient client;

    abstract Listener listener(Map<String, String> files) throws Exception;

    @BeforeAll
    void open() throws Exception {
        listener = listener(Map.of("authentication",
            "<authentication><popBeforeSmtp><lifetime>10 minutes</lifetime></popBeforeSmtp></authentication>"));
    }

    @AfterAll
    void close() throws Exception {
        listener.close();
    }

    @BeforeEach
    void connect() throws Exception {
        later(Duration.ofDays(1));
        listener.spool.taken.clear();
        listener.domainStore.fault = Optional.empty();
        listener.rightsStore.gate = Optional.empty();
        client = listener.connect().startTls();
        client.say("EHLO me");
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    private void later(Duration time) {
        listener.popClock.addAndGet(time.toNanos());
    }

    private void read(String reader, String address) {
        listener.popLogins.loggedIn(InetAddresses.forString(address), Username.of(reader), listener.popLogins.moment());
    }

    @Test
    void shouldTakeTheReadersMailWithoutAuthWhenTheAddressIsOpen() throws Exception {
        read(ALICE, HERE);
        try (LogOf log = LogOf.info()) {
            assertThat(client.begin(ALICE, "bob@example.net").raw(MESSAGE).say(".")).startsWith("250 2.6.0");

            assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                .contains("login accepted").contains("user=" + ALICE).contains("mechanism=POP").contains("client=" + HERE));
        }
        Taken taken = listener.spool.taken.get(0);
        assertThat(taken.attributes())
            .containsEntry("postern.username", ALICE)
            .containsEntry("postern.mechanism", "POP")
            .containsEntry("postern.client", HERE);
        assertThat(taken.received()).contains("with ESMTPS\r\n");
    }

    @Test
    void shouldAskForAuthWhenNobodyHasReadMailHere() throws Exception {
        read(ALICE, "127.0.0.2");

        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0");
    }

    @Test
    void shouldAskForTlsFirst() throws Exception {
        read(ALICE, HERE);
        try (SmtpClient clear = listener.connect()) {
            clear.reply();
            clear.say("EHLO me");
            assertThat(clear.say("MAIL FROM:<" + ALICE + ">")).isEqualTo("530 5.7.0 Must issue a STARTTLS command first");
        }
    }

    @Test
    void shouldRefuseTheAddressesOfAnybodyElse() throws Exception {
        read(ALICE, HERE);

        assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("550 5.7.1").contains(BOSS).doesNotContain(ALICE);
        assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("503");
        assertThat(client.say("MAIL FROM:<nonsense@>")).startsWith("501 5.1.7");
        client.begin(ALICE, "bob@example.net");
        assertThat(client.raw(MESSAGE.replace("alice", "boss")).say(".")).startsWith("550 5.7.1");
    }

    @Test
    void shouldTellReadersOfOneAddressApartByTheReversePath() throws Exception {
        read(ALICE, HERE);
        read(BOSS, HERE);

        client.begin(ALICE, "bob@example.net").raw(MESSAGE).say(".");
        client.begin(BOSS, "bob@example.net").raw(MESSAGE.replace("alice", "boss")).say(".");

        assertThat(listener.spool.taken).extracting(taken -> taken.attributes().get("postern.username")).containsExactly(ALICE, BOSS);
    }

    @Test
    void shouldLetAuthWin() throws Exception {
        read(ALICE, HERE);
        client.begin(ALICE, "bob@example.net").raw(MESSAGE).say(".");

        assertThat(client.say("EHLO me")).contains("AUTH PLAIN LOGIN");
        assertThat(client.say("AUTH PLAIN " + base64("\0" + BOSS + "\0" + PASSWORD))).startsWith("235");
        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("550 5.7.1").contains(BOSS);
        assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
    }

    @Test
    void shouldCloseTheAddressAgainInALivingSession() throws Exception {
        read(ALICE, HERE);
        client.address(ALICE, "bob@example.net").say("RSET");

        later(Duration.ofMinutes(10));

        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0");
        assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("503");
    }

    @Test
    void shouldCloseTheAddressWhenTheReadersPasswordIsChanged() throws Exception {
        read(ALICE, HERE);
        read(BOSS, HERE);
        client.begin(ALICE, "bob@example.net");
        try (SmtpClient next = listener.connect().startTls()) {
            next.say("EHLO me");
            listener.endings.announce(Ending.ofPassword(Username.of(ALICE)));

            assertThat(next.say("MAIL FROM:<" + ALICE + ">")).startsWith("550 5.7.1");
            assertThat(next.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
        }
        // Postern's own listener does not wait for the end of the message.
        assertThat(client.raw(MESSAGE).raw(".\r\n").reply()).containsPattern("^4[25][01] 4\\.7\\.0");
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldCloseTheAddressWhenTheReadersPasswordIsChangedWhileTheStoresAnswer() throws Exception {
        read(ALICE, HERE);
        read(BOSS, HERE);
        listener.rightsStore.gate = Optional.of(new CountDownLatch(1) {
            @Override
            public void await() {
                listener.endings.announce(Ending.ofPassword(Username.of(ALICE)));
            }
        });

        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("421 4.7.0 The password of this account has been changed");
    }

    @Test
    void shouldSayLaterNotNeverWhenTheStoreFails() throws Exception {
        read("alice", HERE);
        listener.domainStore.fault = Optional.of(new DomainListException("Database is down"));

        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("451 4.3.0");
    }
}
