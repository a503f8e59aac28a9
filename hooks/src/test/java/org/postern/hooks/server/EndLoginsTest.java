// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.accounts.AppPassword.Limits;
import org.postern.accounts.Ending;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

/** What a session sees of it when what it was opened with is taken away. */
class EndLoginsTest {
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";
    private static final String CHANGED =
        "421 4.7.0 The password of this account has been changed; log in with the new one; closing connection";
    private static final String REVOKED =
        "421 4.7.0 The app password 'scanner' has been revoked; log in with another one; closing connection";
    private static final String REMOVED = "421 4.7.0 This account has been removed; ask your postmaster; closing connection";
    private static final String EXPIRED =
        "421 4.7.0 The app password 'scanner' has expired; log in with another one; closing connection";

    private Listener listener;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls();
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    private static SmtpClient scanner(Listener listener, Limits limits) throws Exception {
        return listener.connect().startTls().login(ALICE, listener.appPassword(ALICE, "scanner", limits));
    }

    private static SmtpClient aliceAsBoss(Listener listener) throws Exception {
        SmtpClient client = listener.connect().startTls();
        client.say("EHLO me");
        assertThat(client.say("AUTH PLAIN " + base64(BOSS + "\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
        return client;
    }

    private static void changePassword(Listener listener, String user) {
        listener.endings.announce(Ending.ofPassword(Username.of(user)));
    }

    @Test
    void shouldEndAtOnceWhatTheOldPasswordHasOpenedAndNothingElse() throws Exception {
        try (SmtpClient alice = listener.alice(); SmtpClient aliceAsBoss = aliceAsBoss(listener);
                SmtpClient scanner = scanner(listener, Limits.none());
                SmtpClient boss = listener.connect().startTls().login(BOSS, PASSWORD); SmtpClient stranger = listener.connect();
                LogOf log = LogOf.info()) {
            changePassword(listener, ALICE);

            assertThat(alice.reply()).isEqualTo(CHANGED);
            assertThat(alice.atEnd()).isTrue();
            assertThat(aliceAsBoss.reply()).isEqualTo(CHANGED);
            assertThat(scanner.say("NOOP")).startsWith("250");
            assertThat(boss.say("NOOP")).startsWith("250");
            assertThat(stranger.reply()).startsWith("220");
            assertThat(log.lines()).anyMatch(line -> line.contains("sessions end user=" + ALICE + " reason=\"password changed\""));
        }
        listener.alice().close();
    }

    @Test
    void shouldEndWhatARevokedAppPasswordHasOpenedAndNothingElse() throws Exception {
        String other = listener.appPassword(ALICE, "laptop", Limits.none());
        try (SmtpClient scanner = scanner(listener, Limits.none()); SmtpClient alice = listener.alice();
                SmtpClient laptop = listener.connect().startTls().login(ALICE, other)) {
            listener.revoke(ALICE, "scanner");

            assertThat(scanner.reply()).isEqualTo(REVOKED);
            assertThat(scanner.atEnd()).isTrue();
            assertThat(alice.say("NOOP")).startsWith("250");
            assertThat(laptop.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void shouldEndAllSessionsOfWhoIsRemovedAndOfWhoActsForThem() throws Exception {
        try (SmtpClient boss = listener.connect().startTls().login(BOSS, PASSWORD); SmtpClient aliceAsBoss = aliceAsBoss(listener);
                SmtpClient alice = listener.alice(); SmtpClient scanner = scanner(listener, Limits.none())) {
            listener.endings.announce(Ending.ofAccount(Username.of(BOSS)));
            assertThat(boss.reply()).isEqualTo(REMOVED);
            assertThat(aliceAsBoss.reply()).isEqualTo(REMOVED);
            assertThat(alice.say("NOOP")).startsWith("250");

            listener.endings.announce(Ending.ofAccount(Username.of(ALICE)));
            assertThat(alice.reply()).isEqualTo(REMOVED);
            assertThat(scanner.reply()).isEqualTo(REMOVED);
        }
    }

    @Test
    void shouldEndSessionsOfADelegateWhoMayNotActForTheOwnerAnyMore() throws Exception {
        try (SmtpClient aliceAsBoss = aliceAsBoss(listener); SmtpClient alice = listener.alice();
                SmtpClient boss = listener.connect().startTls().login(BOSS, PASSWORD)) {
            listener.endings.announce(Ending.ofDelegation(Username.of(BOSS), Username.of(ALICE)));

            assertThat(aliceAsBoss.reply())
                .isEqualTo("421 4.7.0 You may no longer act for this account; log in as yourself; closing connection");
            assertThat(aliceAsBoss.atEnd()).isTrue();
            assertThat(alice.say("NOOP")).startsWith("250");
            assertThat(boss.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void shouldTakeNoMessageThatIsUnderWay() throws Exception {
        try (SmtpClient data = listener.alice(); SmtpClient chunks = listener.alice()) {
            data.begin(ALICE, "bob@example.net").raw("Subject: half\r\n\r\nhalf");
            chunks.address(ALICE, "bob@example.net");
            chunks.raw("BDAT 10\r\nSubject: a").reply();
            changePassword(listener, ALICE);

            assertThat(data.reply()).isEqualTo(CHANGED);
            assertThat(chunks.reply()).isEqualTo(CHANGED);
            data.raw("\r\n.\r\n");
            assertThat(data.isClosed()).isTrue();
            assertThat(listener.spool.taken).isEmpty();
        }
    }

    /** The old password was right when it was looked at. */
    @Test
    void shouldEndALoginThatWasUnderWay() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        listener.slowUsers = Map.of(ALICE, gate);
        try (SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO me");
            client.raw("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD) + "\r\n");
            listener.slowUserAsked.await();
            changePassword(listener, ALICE);
            gate.countDown();

            assertThat(client.reply()).startsWith("235");
            assertThat(client.reply()).isEqualTo(CHANGED);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldBeginNoMessageWithAnAppPasswordThatHasExpired() throws Exception {
        Limits forAnHour = new Limits(List.of(), List.of(), Optional.of(Instant.now().plusSeconds(3600)));
        try (SmtpClient client = scanner(listener, forAnHour)) {
            client.begin(ALICE, "bob@example.net").raw("From: " + ALICE + "\r\n\r\nhalf");

            listener.clock.pass(Duration.ofHours(2));

            assertThat(client.raw(" a word\r\n.\r\n").reply()).as("begun in time").startsWith("250");
            assertThat(client.say("NOOP")).startsWith("250");
            client.raw("MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n");
            assertThat(client.reply()).isEqualTo(EXPIRED);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldEndTheSessionAtItsNextCommandOnAStockListener() throws Exception {
        try (Listener stock = Listener.stockConfigured(Map.of(), ""); SmtpClient client = stock.alice(); SmtpClient data = stock.alice();
                SmtpClient scanner = scanner(stock, Limits.none())) {
            data.begin(ALICE, "bob@example.net");
            changePassword(stock, ALICE);

            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).isEqualTo(CHANGED);
            assertThat(client.isClosed()).isTrue();
            assertThat(data.raw(MESSAGE + ".\r\n").reply())
                .isEqualTo("450 4.7.0 The login of this session has ended and the message was not taken; log in and send it again");
            assertThat(data.say("NOOP")).isEqualTo(CHANGED);
            assertThat(stock.spool.taken).isEmpty();
            stock.revoke(ALICE, "scanner");
            assertThat(scanner.say("RSET")).isEqualTo(REVOKED);
        }
    }
}
