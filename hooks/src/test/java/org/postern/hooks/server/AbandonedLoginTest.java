// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.ScramClient;
import org.postern.hooks.testing.SmtpClient;

/** Exchanges that come to no end: each leaves one line in the log, and takes no try from the name. */
class AbandonedLoginTest {
    private static final String GUESSING = "<authentication><guessing><network tries=\"%s\"/><account tries=\"%s\"/>"
        + "<delay first=\"0 s\" longest=\"0 s\"/></guessing></authentication>";
    private static final String FIRST = "n,,n=" + ALICE + ",r=abc";

    private static final AtomicInteger TESTS = new AtomicInteger();
    private static Listener listener;

    private final LogOf log = LogOf.info();
    /** Nobody has been there before. */
    private final String here = "127.0.1." + TESTS.incrementAndGet();
    private final String elsewhere = "127.0.2." + TESTS.get();

    @BeforeAll
    static void open() throws Exception {
        listener = Listener.keepingVerifiers(Map.of("authentication", GUESSING.formatted(6, 3)), "");
    }

    @AfterAll
    static void close() throws Exception {
        listener.close();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private static SmtpClient greeted(String address) throws Exception {
        SmtpClient client = listener.connectFrom(address).startTls();
        client.say("EHLO me");
        return client;
    }

    private long abandoned(String mechanism, String reason, String user) {
        return log.lines().stream().filter(line -> line.startsWith("INFO login abandoned client=127.")
            && line.endsWith(" mechanism=" + mechanism + " reason=" + reason + " user=" + user)).count();
    }

    /** What the client says in place of an answer, without CR LF; what it is told; and what the log says. */
    static Stream<Arguments> ends() {
        return Stream.of(
            Arguments.of("*\r", "501", "cancelled"),
            Arguments.of("not base64!\r", "501 5.5.2", "\"broken base64\""),
            Arguments.of("x".repeat(12_289) + "\r", "500 5.5.6", "\"broken line\""),
            Arguments.of("biws", "500 5.5.2", "\"broken line\""));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGiveBackTheTryOfWhatTheClientDoesNotFinish(String line, String reply, String reason) throws Exception {
        for (int i = 0; i < 5; i++) {
            try (SmtpClient client = greeted(here)) {
                assertThat(client.say("AUTH SCRAM-SHA-256 " + base64(FIRST))).startsWith("334");
                assertThat(client.raw(line + "\n").reply()).startsWith(reply);
                assertThat(client.say("NOOP")).startsWith("250");
            }
        }
        assertThat(abandoned("SCRAM-SHA-256", reason, ALICE)).isEqualTo(5);
        assertThat(log.lines()).noneMatch(logged -> logged.contains("reason=disconnected"));
        try (SmtpClient alice = greeted(elsewhere)) {
            assertThat(alice.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveBackTheTryOfAClientThatLeaves(boolean isWaiting) throws Exception {
        for (int i = 0; i < 5; i++) {
            try (SmtpClient client = greeted(here)) {
                client.raw("AUTH SCRAM-SHA-256 " + base64(FIRST) + "\r\n");
                if (isWaiting) {
                    assertThat(client.reply()).startsWith("334");
                }
            }
            long heard = i + 1;
            Awaitility.await().until(() -> abandoned("SCRAM-SHA-256", "disconnected", ALICE) == heard);
        }
        try (SmtpClient alice = greeted(elsewhere)) {
            assertThat(alice.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
        }
    }

    @Test
    void shouldTellANetworkThatLeavesAllItsExchangesOfFewNames() throws Exception {
        try (SmtpClient prober = greeted(here); SmtpClient other = greeted(elsewhere)) {
            for (int i = 0; i < 6; i++) {
                assertThat(prober.say("AUTH SCRAM-SHA-256 " + base64("n,,n=name" + i + "@example.org,r=abc"))).startsWith("334");
                assertThat(prober.say("*")).startsWith("501");
            }
            assertThat(prober.say("AUTH SCRAM-SHA-256 " + base64(FIRST))).startsWith("454 4.7.0 Too many failed logins");
            assertThat(other.say("AUTH SCRAM-SHA-256 " + base64(FIRST))).startsWith("334");
            assertThat(prober.say("AUTH PLAIN " + base64("\0" + BOSS + "\0" + PASSWORD))).startsWith("235");
        }
    }

    /** Whoever tries a stolen password knows by the server's signature that it is right, and may want nobody to notice. */
    @Test
    void shouldNoticeAProofThatComesToNoLogin() throws Exception {
        String limits = "<limits><alerts><newNetworks count=\"3\" minutes=\"60\"/></alerts></limits>";
        try (Listener watching = Listener.keepingVerifiers(Map.of("limits", limits), "")) {
            for (String end : new String[] {"", "*\r\n", "junk\r\n"}) {
                try (SmtpClient thief = watching.connectFrom("127.0.3." + (1 + end.length())).startTls()) {
                    thief.say("EHLO me");
                    ScramClient scram = new ScramClient("n,,", new byte[0], ALICE, "abc", PASSWORD);
                    String first = thief.say("AUTH SCRAM-SHA-256 " + base64(scram.first()));
                    assertThat(thief.say(base64(scram.last(decoded(first))))).startsWith("334");
                    if (!end.isEmpty()) {
                        assertThat(thief.raw(end).reply()).startsWith("5");
                    }
                }
            }
            Awaitility.await().until(() -> abandoned("SCRAM-SHA-256", "proved", ALICE) == 2);
            Awaitility.await().until(() -> log.lines().stream().anyMatch(line -> line.contains("account alert user=" + ALICE)));
        }
    }

    private static String decoded(String reply) {
        return new String(Base64.getDecoder().decode(reply.substring(4)), StandardCharsets.UTF_8);
    }

    @Test
    void shouldKnowAnExchangeThatHasEnded() throws Exception {
        try (SmtpClient client = greeted(here)) {
            client.say("AUTH PLAIN " + base64("\0" + BOSS + "\0wrong"));
            client.say("AUTH LOGIN " + base64(BOSS));
            client.say(base64(PASSWORD));
        }
        try (SmtpClient next = greeted(here)) {
            next.say("AUTH LOGIN");
            next.say("*");
        }
        assertThat(log.lines()).filteredOn(line -> line.contains(" login ")).hasSize(3);
        assertThat(abandoned("LOGIN", "cancelled", "\"\"")).isOne();
    }

    @Test
    void shouldHearOfClientsThatLeaveAStockJames() throws Exception {
        try (Listener stock = Listener.stock(""); SmtpClient client = stock.connect().startTls()) {
            client.say("EHLO me");
            assertThat(client.say("AUTH LOGIN " + base64(ALICE))).startsWith("334");
        }
        Awaitility.await().until(() -> abandoned("LOGIN", "disconnected", ALICE) == 1);
    }
}
