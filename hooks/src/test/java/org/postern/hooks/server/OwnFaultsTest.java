// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

/** A store of ours that fails or hangs means "later" in every command, never "no", and leaves the session as it was. */
@Timeout(120)
class OwnFaultsTest {
    private static final String MESSAGE = "From: sales@example.org\r\n\r\nbody\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void release() {
        gate.countDown();
    }

    static Stream<Exception> faults() {
        return Stream.of(new UsersRepositoryException("down"), new RecipientRewriteTableException("down", null),
            new DomainListException("down"), new IllegalStateException("pool is closed"), new IllegalArgumentException("down"),
            new UnsupportedOperationException("down"), new NullPointerException());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldSayLaterInEveryCommandWhenStoresFail(Exception fault) throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO me");
            listener.userFault = Optional.of(fault);
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("454 4.7.0");
            client.say("AUTH LOGIN");
            client.say(base64(ALICE));
            assertThat(client.say(base64(PASSWORD))).startsWith("454 4.7.0");
            listener.userFault = Optional.empty();
            client.login(ALICE, PASSWORD);

            listener.rightsStore.fault = Optional.of(fault);
            listener.domainStore.fault = Optional.of(fault);
            assertThat(client.say("MAIL FROM:<sales@example.org>")).startsWith("451 4.3.0");
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("451 4.3.0");
            assertThat(client.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void shouldLogNobodyInWhoIsToldToComeAgain() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO me");
            listener.watchFault = Optional.of(new IllegalStateException("broken"));
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("454 4.7.0");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0");
            listener.watchFault = Optional.empty();
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
        }
    }

    /** Fails at every recipient. */
    public static final class BrokenRcptHook implements RcptHook {
        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
            throw new IllegalArgumentException("broken");
        }
    }

    /** Fails at every message. */
    public static final class BrokenMessageHook implements MessageHook {
        @Override
        public HookResult onMessage(SMTPSession session, MailEnvelope mail) {
            throw new IllegalArgumentException("broken");
        }
    }

    @Test
    void shouldSayLaterWhenAHookThrows() throws Exception {
        try (Listener listener = Listener.startTls("", "<handler class=\"" + BrokenMessageHook.class.getName() + "\"/>");
                SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            assertThat(client.raw("From: alice@example.org\r\n\r\n").say(".")).startsWith("451 4.3.0");
            assertThat(client.say("NOOP")).startsWith("250");
        }
        try (Listener listener = Listener.startTls("", "<handler class=\"" + BrokenRcptHook.class.getName() + "\"/>");
                SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("451 4.3.0");
            assertThat(client.say("DATA")).startsWith("503 5.5.1");
        }
    }

    @Test
    void shouldSayLaterInTimeWhenTheUserStoreHangs() throws Exception {
        try (Listener listener = Listener.impatient(PATIENCE, ""); SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO me");
            listener.slowUsers = Map.of(ALICE, gate);
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("454 4.7.0");
            listener.slowUsers = Map.of();
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
        }
    }

    @Test
    void shouldSayLaterInTimeWhenTheRightsHang() throws Exception {
        try (Listener listener = Listener.impatient(PATIENCE, ""); SmtpClient client = listener.alice()) {
            listener.rightsStore.gate = Optional.of(gate);
            assertThat(client.say("MAIL FROM:<sales@example.org>")).startsWith("451 4.3.0");
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("451 4.3.0");
        }
    }

    /** More sessions than threads: those that wait for a thread must not wait for the patience of those before. */
    @Test
    void shouldTellEverybodyInTimeWhenTheUserStoreHangs() throws Exception {
        try (Listener listener = Listener.impatient(Duration.ofSeconds(3), "")) {
            listener.slowUsers = Map.of(ALICE, gate);
            SmtpClient[] clients = new SmtpClient[64];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = listener.connect().startTls();
                clients[i].say("EHLO me");
            }
            long start = System.nanoTime();
            for (SmtpClient client : clients) {
                client.raw("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD) + "\r\n");
            }
            for (SmtpClient client : clients) {
                assertThat(client.reply()).startsWith("454 4.7.0");
                client.close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void shouldEndSessionThatGoesOnWithoutAMessage() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.alice()) {
            storm(client, 9_000);
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw("From: alice@example.org\r\n\r\n").say(".")).startsWith("250");
            storm(client, 10_000);
            assertThat(client.say("RSET")).isEqualTo("421 4.7.0 Too many commands without a message, closing connection");
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static void storm(SmtpClient client, int commands) throws Exception {
        for (int sent = 0; sent < commands; sent += 500) {
            client.raw("RSET\r\n".repeat(500));
            for (int i = 0; i < 500; i++) {
                assertThat(client.reply()).startsWith("250");
            }
        }
    }
}
