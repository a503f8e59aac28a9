// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

@Timeout(60)
class SessionsTest {
    private static final String MESSAGE = "From: alice@example.org\r\n\r\ntext\r\n";

    @Test
    void shouldServeOthersWhileOneWaitsForTheUserStore() throws Exception {
        // One I/O thread: whoever blocks it blocks all.
        try (Listener listener = Listener.startTls("<ioWorkerCount>1</ioWorkerCount>", "");
                SmtpClient slow = listener.connect().startTls()) {
            CountDownLatch gate = new CountDownLatch(1);
            listener.slowUsers = Map.of(BOSS, gate);
            slow.say("EHLO slow");
            slow.raw("AUTH PLAIN " + base64("\0" + BOSS + "\0" + PASSWORD) + "\r\n");
            assertThat(listener.slowUserAsked.await(20, TimeUnit.SECONDS)).isTrue();

            for (int i = 0; i < 5; i++) {
                try (SmtpClient other = listener.alice()) {
                    other.begin(ALICE, "bob@example.net");
                    assertThat(other.raw(MESSAGE).say(".")).startsWith("250");
                }
            }
            gate.countDown();
            assertThat(slow.reply()).startsWith("235");
        }
    }

    @Test
    void shouldNotCallASessionIdleWhileItsReplyIsWorkedOut() throws Exception {
        try (Listener listener = Listener.startTls("<connectiontimeout>3</connectiontimeout>", "");
                SmtpClient client = listener.connect().startTls()) {
            CountDownLatch gate = new CountDownLatch(1);
            listener.slowUsers = Map.of(BOSS, gate);
            client.say("EHLO slow");
            client.raw("AUTH PLAIN " + base64("\0" + BOSS + "\0" + PASSWORD) + "\r\n");
            listener.slowUserAsked.await();
            try (SmtpClient idle = listener.connect()) {
                idle.reply();
                assertThat(idle.reply()).isEqualTo("421 4.4.2 Timeout waiting for the client, closing connection");
                assertThat(idle.isClosed()).isTrue();
            }
            gate.countDown();
            assertThat(client.reply()).startsWith("235");
        }
    }

    @Test
    void shouldTimeOutWhenACommandComesOctetByOctet() throws Exception {
        try (Listener listener = Listener.startTls("<connectiontimeout>2</connectiontimeout>", "");
                SmtpClient client = listener.connect()) {
            client.reply();
            CompletableFuture<String> reply = CompletableFuture.supplyAsync(() -> said(client));

            await().pollInterval(Duration.ofMillis(200)).until(() -> {
                client.raw("N");
                return reply.isDone();
            });

            assertThat(reply.get()).startsWith("421 4.4.2");
        }
    }

    @Test
    void shouldGiveEachCommandItsOwnTime() throws Exception {
        try (Listener listener = Listener.startTls("<connectiontimeout>2</connectiontimeout>", "");
                SmtpClient client = listener.alice()) {
            long start = System.nanoTime();

            await().pollInterval(Duration.ofMillis(500)).until(() -> {
                client.raw("NO");
                assertThat(client.say("OP")).startsWith("250");
                return System.nanoTime() - start > TimeUnit.SECONDS.toNanos(3);
            });
        }
    }

    private static String said(SmtpClient client) {
        try {
            return client.reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldTimeOutInTheMiddleOfAMessageByItsOwnClock() throws Exception {
        try (Listener listener = Listener.startTls("<connectiontimeout>300</connectiontimeout><dataTimeout>3</dataTimeout>", "");
                SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net").raw("From: alice@example.org\r\n");

            assertThat(client.reply()).startsWith("421 4.4.2");
            assertThat(client.isClosed()).isTrue();
            assertThat(listener.spool.taken).isEmpty();
        }
    }

    @Test
    void shouldCutTheIdleClockBackWhenTheMessageIsOver() throws Exception {
        try (Listener listener = Listener.startTls("<connectiontimeout>3</connectiontimeout><dataTimeout>300</dataTimeout>", "");
                SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("250");

            assertThat(client.reply()).startsWith("421 4.4.2");
        }
    }

    @Test
    void shouldSayWhyWhenThereAreTooManyConnections() throws Exception {
        try (Listener listener = Listener.startTls("<connectionLimit>2</connectionLimit>", "")) {
            try (SmtpClient one = listener.alice(); SmtpClient two = listener.alice(); SmtpClient three = listener.connect()) {
                assertThat(one.say("NOOP")).startsWith("250");
                assertThat(two.say("NOOP")).startsWith("250");
                assertThat(three.reply()).isEqualTo("421 4.7.0 Too many connections, please try again later");
                assertThat(three.isClosed()).isTrue();
            }
            await().untilAsserted(() -> {
                try (SmtpClient again = listener.connect()) {
                    assertThat(again.reply()).startsWith("220");
                }
            });
        }
    }

    @Test
    void shouldSayWhyWhenThereAreTooManyConnectionsFromOneAddress() throws Exception {
        try (Listener listener = Listener.implicitTls("<connectionLimitPerIP>1</connectionLimitPerIP>");
                SmtpClient one = listener.connect().handshake()) {
            assertThat(one.reply()).startsWith("220");
            SmtpClient two = listener.connect().handshake();
            assertThat(two.reply()).startsWith("421 4.7.0 Too many connections from your address");
            two.close();
        }
    }

    @Test
    void shouldLetMessagesUnderWayFinishWhenItShutsDown() throws Exception {
        Listener listener = Listener.startTls();
        CountDownLatch gate = new CountDownLatch(1);
        listener.spool.gate = Optional.of(gate);
        try (SmtpClient idle = listener.alice(); SmtpClient inData = listener.alice(); SmtpClient atTheDot = listener.alice()) {
            idle.say("MAIL FROM:<" + ALICE + ">");
            inData.begin(ALICE, "bob@example.net").raw("From: alice@example.org\r\n");
            atTheDot.begin(ALICE, "bob@example.net").raw(MESSAGE + ".\r\n");
            listener.spool.entered.await();

            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> listener.factory().destroy());
            assertThat(idle.reply()).isEqualTo("421 4.3.2 Service shutting down, please try again later");
            assertThat(idle.isClosed()).isTrue();
            assertThat(end).isNotDone();
            gate.countDown();
            assertThat(atTheDot.reply()).startsWith("250 2.6.0");
            assertThat(atTheDot.reply()).startsWith("421 4.3.2");
            inData.raw("\r\ntext\r\n.\r\n");
            assertThat(inData.reply()).startsWith("250 2.6.0");
            assertThat(inData.reply()).startsWith("421 4.3.2");
            end.get(20, TimeUnit.SECONDS);
            assertThat(listener.spool.taken).hasSize(2);
        }
    }

    @Test
    void shouldLetChunksUnderWayFinishWhenItShutsDown() throws Exception {
        Listener listener = Listener.startTls();
        try (SmtpClient idle = listener.alice(); SmtpClient inChunk = listener.alice(); SmtpClient between = listener.alice()) {
            inChunk.address(ALICE, "bob@example.net").raw("BDAT " + MESSAGE.length() + " LAST\r\nFrom");
            between.address(ALICE, "bob@example.net").raw("BDAT 4\r\nFrom");
            assertThat(between.reply()).startsWith("250 2.0.0");

            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> listener.factory().destroy());
            assertThat(idle.reply()).startsWith("421 4.3.2");
            inChunk.raw(MESSAGE.substring(4));
            between.raw("BDAT " + (MESSAGE.length() - 4) + " LAST\r\n" + MESSAGE.substring(4));
            for (SmtpClient client : List.of(inChunk, between)) {
                assertThat(client.reply()).startsWith("250 2.6.0");
                assertThat(client.reply()).startsWith("421 4.3.2");
            }
            end.get(20, TimeUnit.SECONDS);
            assertThat(listener.spool.taken).hasSize(2);
        }
    }

    @Test
    void shouldTimeOutInTheMiddleOfAChunkByTheClockOfMessages() throws Exception {
        try (Listener listener = Listener.startTls("<connectiontimeout>300</connectiontimeout><dataTimeout>3</dataTimeout>", "");
                SmtpClient client = listener.alice()) {
            client.address(ALICE, "bob@example.net").raw("BDAT 100 LAST\r\nFrom: ");

            assertThat(client.reply()).startsWith("421 4.4.2");
            assertThat(client.isClosed()).isTrue();
            assertThat(listener.spool.taken).isEmpty();
        }
    }

    @Test
    void shouldEndWithinSecondsWhenAMessageNeverEnds() throws Exception {
        Listener listener = Listener.startTls("<shutdownGrace>1</shutdownGrace>", "");
        try (SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net");
            long start = System.nanoTime();

            listener.factory().destroy();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(7));
            assertThat(client.isClosed()).isTrue();
            assertThat(listener.spool.taken).isEmpty();
        }
    }

    @Test
    void shouldAcceptNobodyNewWhenToldSoAndServeTheOthers() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.alice()) {
            ((SubmissionServerFactory) listener.factory()).stopAccepting();

            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("250");
            assertThat(listener.refusesConnections()).isTrue();
        }
    }

    @Test
    void shouldTakeTheClientsAddressFromTheProxyHeader() throws Exception {
        try (Listener listener = Listener.startTls("<proxyRequired>true</proxyRequired>", "");
                SmtpClient client = listener.connect()) {
            client.raw("PROXY TCP4 192.0.2.7 192.0.2.1 40000 587\r\n").startTls().login(ALICE, PASSWORD).begin(ALICE, "bob@example.net");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("250");
            assertThat(listener.spool.taken.get(0).attributes()).containsEntry("postern.client", "192.0.2.7");
        }
    }

    @Test
    void shouldTakeTheProxyHeaderBeforeTls() throws Exception {
        try (Listener listener = Listener.implicitTls("<proxyRequired>true</proxyRequired><connectionLimitPerIP>1</connectionLimitPerIP>");
                SmtpClient one = listener.connect().raw("PROXY TCP4 192.0.2.7 192.0.2.1 40000 465\r\n").handshake();
                SmtpClient two = listener.connect().raw("PROXY TCP4 192.0.2.8 192.0.2.1 40000 465\r\n").handshake()) {
            assertThat(one.reply()).startsWith("220");
            assertThat(two.reply()).startsWith("220");
            SmtpClient three = listener.connect().raw("PROXY TCP4 192.0.2.8 192.0.2.1 40001 465\r\n").handshake();
            assertThat(three.reply()).startsWith("421 4.7.0");
            three.close();
        }
    }

    @Test
    void shouldCloseWithoutAStackInTheLogWhenTheProxyHeaderIsMissing() throws Exception {
        try (LogOf log = LogOf.info()) {
            try (Listener listener = Listener.startTls("<proxyRequired>true</proxyRequired>", "");
                    SmtpClient client = listener.connect().raw("EHLO me, without a proxy\r\n")) {
                assertThat(client.reply()).isEmpty();
            }
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN"));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheClientGoesAway() throws Exception {
        try (LogOf log = LogOf.info()) {
            try (Listener listener = Listener.startTls("<connectionLimit>1</connectionLimit>", "")) {
                SmtpClient client = listener.alice().begin(ALICE, "bob@example.net");
                client.raw("From: alice@example.org\r\n\r\n" + "x".repeat(300_000));
                client.close();
                await().untilAsserted(() -> {
                    try (SmtpClient again = listener.connect()) {
                        assertThat(again.reply()).startsWith("220");
                    }
                });
                assertThat(listener.spool.taken).isEmpty();
            }
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN"));
        }
    }

    @Test
    void shouldLetTheLastReplyReachAClientThatTalksOn() throws Exception {
        try (Listener listener = Listener.startTls("", ""); SmtpClient client = listener.connect()) {
            client.reply();
            // Far more than the server reads before it has had enough.
            client.raw("FOO\r\n".repeat(2_000_000));

            String last = client.reply();
            while (!last.startsWith("421")) {
                last = client.reply();
            }
            assertThat(last).startsWith("421 4.7.0");
            // A reset would take the reply away from a client that has not read it yet.
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void shouldNotReportAClientThatClosesAfterTheLastWord() throws Exception {
        try (LogOf log = LogOf.info()) {
            // The end of the listener is the end of its sessions.
            try (Listener listener = Listener.startTls()) {
                for (int i = 0; i < 5; i++) {
                    SmtpClient client = listener.connect();
                    client.reply();
                    assertThat(client.say("QUIT")).startsWith("221");
                    client.abort();
                }
            }
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("lost"));
        }
    }
}
