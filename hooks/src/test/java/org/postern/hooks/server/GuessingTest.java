// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

class GuessingTest {
    private static final String LOCKED_OUT = "454 4.7.0 Too many failed logins, try again in 2 minutes";
    private static final String NOBODY = "nobody@example.org";

    private Optional<Listener> listener = Optional.empty();

    private Listener listener(String guessing) throws Exception {
        listener = Optional.of(Listener.configured(
            Map.of("authentication", "<authentication><guessing>" + guessing + "</guessing></authentication>"), ""));
        return listener.get();
    }

    @AfterEach
    void close() throws Exception {
        if (listener.isPresent()) {
            listener.get().close();
        }
    }

    private static SmtpClient greeted(Listener listener, String address) throws Exception {
        SmtpClient client = listener.connectFrom(address).startTls();
        client.say("EHLO me");
        return client;
    }

    private static String guess(SmtpClient client, String name, String password) throws Exception {
        return client.say("AUTH PLAIN " + base64("\0" + name + "\0" + password));
    }

    @Test
    void shouldNotLookAtPasswordsOfALockedOutNetwork() throws Exception {
        Listener listener = listener("<network tries=\"3\"/><lockOut first=\"90 s\"/><delay first=\"0 s\" longest=\"0 s\"/>");
        try (SmtpClient attacker = greeted(listener, "127.0.0.2"); SmtpClient other = greeted(listener, "127.0.0.3");
                LogOf log = LogOf.info()) {
            for (String name : List.of(ALICE, NOBODY, BOSS)) {
                assertThat(guess(attacker, name, "wrong")).startsWith("535 5.7.8");
            }
            listener.userFault = Optional.of(new IllegalStateException("must not be asked"));
            for (String name : List.of(ALICE, NOBODY)) {
                assertThat(guess(attacker, name, PASSWORD)).isEqualTo(LOCKED_OUT);
                assertThat(attacker.say("AUTH LOGIN " + base64(name))).startsWith("334");
                assertThat(attacker.say(base64(PASSWORD))).isEqualTo(LOCKED_OUT);
            }
            assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO login locked-out client=127.0.0.2 ")
                && line.contains(" mechanism=LOGIN seconds=") && line.endsWith(" user=" + ALICE));
            listener.userFault = Optional.empty();
            assertThat(guess(other, ALICE, PASSWORD)).startsWith("235");
        }
    }

    @Test
    void shouldTakeNoTryWhenOurStoreFails() throws Exception {
        Listener listener = listener("<network tries=\"3\"/><delay first=\"0 s\" longest=\"0 s\"/>");
        try (SmtpClient client = greeted(listener, "127.0.0.2"); LogOf log = LogOf.info()) {
            listener.userFault = Optional.of(new IllegalStateException("down"));
            for (int i = 0; i < 5; i++) {
                assertThat(guess(client, ALICE, PASSWORD)).startsWith("454 4.7.0 Temporary");
            }
            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR login impossible client=127.0.0.2 ")
                && line.contains(" reason=\"java.lang.IllegalStateException: down\" user=" + ALICE + "\n"));
            listener.userFault = Optional.empty();
            assertThat(guess(client, ALICE, PASSWORD)).startsWith("235");
        }
    }

    /** Of two stores one is down, and would be asked first. */
    private Listener halfDown(String guessing) throws Exception {
        int nobodyListens;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodyListens = closed.getLocalPort();
        }
        listener = Optional.of(Listener.configured(Map.of(
            "authentication", "<authentication><guessing>" + guessing + "</guessing></authentication>",
            "usersrepository", "<usersrepository><sources><ldap><host>ldap://127.0.0.1:" + nobodyListens + "</host>"
                + "<base>dc=example,dc=org</base></ldap><people/></sources></usersrepository>"), ""));
        return listener.get();
    }

    @Test
    void shouldCountGuessesAtSomebodyWhileAnotherStoreIsDown() throws Exception {
        Listener listener = halfDown("<network tries=\"3\"/><lockOut first=\"90 s\"/><delay first=\"0 s\" longest=\"0 s\"/>");
        try (SmtpClient attacker = greeted(listener, "127.0.0.2"); SmtpClient other = greeted(listener, "127.0.0.3");
                LogOf log = LogOf.info()) {
            for (int i = 0; i < 3; i++) {
                assertThat(guess(attacker, ALICE, "guess " + i)).startsWith("454 4.7.0 Temporary");
            }
            assertThat(guess(attacker, ALICE, PASSWORD)).isEqualTo(LOCKED_OUT);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR login doubtful client=127.0.0.2 ")
                && line.endsWith(" user=" + ALICE)).hasSize(3);

            for (int i = 0; i < 5; i++) {
                assertThat(guess(other, NOBODY, "guess " + i)).startsWith("454 4.7.0 Temporary");
            }
            assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR login impossible client=127.0.0.3 ")).hasSize(5);
            assertThat(guess(other, ALICE, PASSWORD)).startsWith("235");
        }
    }

    @Test
    void shouldNotTellByTheTimeWhomAStoreKnowsWhileAnotherIsDown() throws Exception {
        Listener listener = halfDown("<delay first=\"200 ms\" longest=\"200 ms\"/>");
        for (String name : List.of(ALICE, NOBODY)) {
            try (SmtpClient client = greeted(listener, "127.0.0.2")) {
                long began = System.nanoTime();
                assertThat(guess(client, name, "wrong")).startsWith("454 4.7.0 Temporary");
                assertThat(Duration.ofNanos(System.nanoTime() - began).toMillis()).as(name).isGreaterThanOrEqualTo(199);
            }
        }
    }

    @Test
    void shouldAnswerUnknownNameAndWrongPasswordAtTheSameTime() throws Exception {
        Listener listener = listener("<delay first=\"200 ms\" longest=\"400 ms\"/>");
        List<Long> times = new ArrayList<>();
        for (String name : List.of(ALICE, NOBODY, "a@b@c", "", ALICE)) {
            try (SmtpClient client = greeted(listener, "127.0.0." + (10 + times.size()))) {
                long began = System.nanoTime();
                assertThat(guess(client, name, "wrong")).isEqualTo("535 5.7.8 Authentication failed; check user name and password");
                times.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
            }
        }
        assertThat(times.subList(0, 4)).allMatch(time -> time >= 199);
        assertThat(times.get(4)).as("the second at this name").isGreaterThanOrEqualTo(399);
    }

    @Test
    void shouldNotHoldBackWhoKnowsThePassword() throws Exception {
        Listener listener = listener("<delay first=\"1 minute\" longest=\"1 minute\"/>");
        try (SmtpClient client = greeted(listener, "127.0.0.2")) {
            assertThat(guess(client, ALICE, PASSWORD)).startsWith("235");
        }
    }

    /** Ten thousand real tries over TLS from fifty addresses at once, and the person who is meant goes on with their work. */
    @Test
    void shouldLeaveUserUnharmedWhenTheirPasswordIsGuessedAt() throws Exception {
        int attackers = 50;
        int triesEach = 200;
        Listener listener = listener("<network tries=\"30\"/><account tries=\"50\"/><delay first=\"1 ms\" longest=\"2 ms\"/>");
        listener.alice().close();
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(attackers);
        try {
            List<Callable<Void>> attack = new ArrayList<>();
            for (int i = 0; i < attackers; i++) {
                String address = "127.0.1." + (i + 1);
                attack.add(() -> attack(listener, address, triesEach, looked, refused));
            }
            List<Future<Void>> running = attack.stream().map(threads::submit).toList();
            while (!running.stream().allMatch(Future::isDone) || sent.get() == 0) {
                try (SmtpClient alice = listener.alice()) {
                    alice.begin(ALICE, "bob@example.net");
                    assertThat(alice.say("Subject: Hello\r\n\r\nFrom Alice.\r\n.")).startsWith("250");
                }
                sent.incrementAndGet();
            }
            for (Future<Void> attacker : running) {
                attacker.get();
            }
            assertThat(looked.get() + refused.get()).isEqualTo(attackers * triesEach);
            assertThat(looked.get()).isBetween(50, 51);
        } finally {
            threads.shutdownNow();
        }
        try (SmtpClient attacker = greeted(listener, "127.0.2.1")) {
            assertThat(guess(attacker, ALICE, "wrong")).startsWith("454 4.7.0");
        }
        assertThat(sent.get()).isPositive();
    }

    private static Void attack(Listener listener, String address, int tries, AtomicInteger looked, AtomicInteger refused) throws Exception {
        SmtpClient client = greeted(listener, address);
        for (int i = 0; i < tries; i++) {
            String reply = guess(client, ALICE, "guess " + address + " " + i);
            (reply.startsWith("454 4.7.0 Too many failed logins") ? refused : looked).incrementAndGet();
            assertThat(reply).matches("(?s)(454 4.7.0 Too many failed logins|535 5.7.8|421 4.7.0 Too many).*");
            if (i % 80 == 79 || reply.startsWith("421")) {
                client.close();
                client = greeted(listener, address);
            }
        }
        client.close();
        return null;
    }
}
