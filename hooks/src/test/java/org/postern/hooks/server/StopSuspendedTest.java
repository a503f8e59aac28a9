// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.ALICES_OTHER;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.JOERG;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

/** What a session sees of it when its account is suspended. */
class StopSuspendedTest {
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";
    private static final String FAREWELL = "421 4.7.0 This account is suspended";

    private Listener listener;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls();
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    private void suspend(String user) throws Exception {
        listener.suspensions.suspend(Username.of(user), "", "test");
    }

    @Test
    void shouldEndAnIdleSessionAtOnceAndNoOther() throws Exception {
        try (SmtpClient alice = listener.alice(); SmtpClient boss = listener.connect().startTls().login(BOSS, PASSWORD);
                SmtpClient stranger = listener.connect()) {
            suspend(ALICE);

            assertThat(alice.reply()).startsWith(FAREWELL);
            assertThat(alice.atEnd()).isTrue();
            assertThat(boss.say("NOOP")).startsWith("250");
            assertThat(stranger.reply()).startsWith("220");
        }
    }

    @Test
    void shouldTakeNoMessageThatIsUnderWay() throws Exception {
        try (SmtpClient data = listener.alice(); SmtpClient chunks = listener.alice()) {
            data.begin(ALICE, "bob@example.net").raw("Subject: half\r\n\r\nhalf");
            chunks.address(ALICE, "bob@example.net");
            chunks.raw("BDAT 10\r\nSubject: a").reply();
            suspend(ALICE);

            assertThat(data.reply()).startsWith(FAREWELL);
            assertThat(chunks.reply()).startsWith(FAREWELL);
            data.raw("\r\n.\r\n");
            assertThat(data.isClosed()).isTrue();
            assertThat(listener.spool.taken).isEmpty();
        }
    }

    @Test
    void shouldRefuseAMessageThatIsBeingChecked() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        listener.spool.gate = Optional.of(gate);
        try (SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net").raw(MESSAGE + ".\r\nMAIL FROM:<" + ALICE + ">\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n"
                + MESSAGE + ".\r\n");
            listener.spool.entered.await();
            suspend(ALICE);
            gate.countDown();

            assertThat(client.reply()).as("on disk already").startsWith("250 2.6.0");
            assertThat(client.reply()).startsWith(FAREWELL);
            assertThat(client.isClosed()).isTrue();
            assertThat(listener.spool.taken).hasSize(1);
        }
    }

    @Test
    void shouldNotQueueAMessageWhoseSenderIsSuspendedWhileItIsChecked() throws Exception {
        String alias = "joerg@xn--mller-kva.example";
        try (SmtpClient client = listener.joerg()) {
            client.begin(alias, "bob@example.net");
            listener.rightsStore.gate = Optional.of(new CountDownLatch(1) {
                @Override
                public void await() {
                    try {
                        suspend(JOERG);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });

            assertThat(client.raw(MESSAGE.replace(ALICE, alias) + ".\r\n").reply()).startsWith("550 5.7.13");
            assertThat(listener.spool.taken).isEmpty();
        }
    }

    @Test
    void shouldEndSessionsThatActForASuspendedAccountOrByItsPassword() throws Exception {
        for (String suspended : new String[] {BOSS, ALICE}) {
            try (SmtpClient client = listener.connect().startTls()) {
                client.say("EHLO me");
                assertThat(client.say("AUTH PLAIN " + base64(BOSS + "\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
                suspend(suspended);
                assertThat(client.reply()).startsWith(FAREWELL);
                assertThat(client.isClosed()).isTrue();
            }
            listener.suspensions.resume(Username.of(suspended), "test");
        }
    }

    /** As somebody may have done while nobody could say whose it is. */
    @Test
    void shouldStopThoseWhoGaveTheSuspendedName() throws Exception {
        try (SmtpClient own = listener.alice(); SmtpClient other = listener.connect().startTls();
                SmtpClient late = listener.connect().startTls()) {
            other.say("EHLO me");
            assertThat(other.say("AUTH PLAIN " + base64("\0" + ALICES_OTHER + "\0" + PASSWORD))).startsWith("235");
            suspend(ALICES_OTHER);

            assertThat(other.reply()).startsWith(FAREWELL);
            late.say("EHLO me");
            assertThat(late.say("AUTH PLAIN " + base64("\0" + ALICES_OTHER + "\0" + PASSWORD))).startsWith("525 5.7.13");
            assertThat(own.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void shouldLetNobodyInUntilResumed() throws Exception {
        suspend(ALICE);
        try (SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO me");
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("525 5.7.13");
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0wrong"))).as("who does not know it").startsWith("535 5.7.8");
            listener.suspensions.resume(Username.of(ALICE), "test");
            client.login(ALICE, PASSWORD);
        }
    }

    @Test
    void shouldEndTheSessionAtItsNextCommandOnAStockListener() throws Exception {
        try (Listener stock = Listener.stockConfigured(Map.of(), ""); SmtpClient client = stock.alice(); SmtpClient data = stock.alice()) {
            data.begin(ALICE, "bob@example.net");
            stock.suspensions.suspend(Username.of(ALICE), "", "test");

            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith(FAREWELL);
            assertThat(client.isClosed()).isTrue();
            assertThat(data.raw(MESSAGE + ".\r\n").reply()).startsWith("550 5.7.13");
            assertThat(stock.spool.taken).isEmpty();
        }
    }
}
