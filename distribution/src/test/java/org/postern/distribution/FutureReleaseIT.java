// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;
import org.postern.submission.header.MessageDate;

/** Mail that its author wants sent later. */
class FutureReleaseIT {

    private static final String ANN = "ann@people.test";
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private TestDns dns;
    private TestMx mx;
    private PosternServer server;

    @BeforeEach
    void prepare(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        server = PosternServer.prepare(home).delivering(dns, mx);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @Test
    void shouldHoldMailUntilItsTimeAlsoWhenKilledAndDateItByItsSubmission() throws Exception {
        Queue<Instant> arrivals = new ConcurrentLinkedQueue<>();
        mx.answer(command -> {
            if (command.startsWith("MAIL")) {
                arrivals.add(Instant.now());
            }
            return TestMx.OK;
        });
        server.start().withPerson(ANN, PASSWORD);
        Instant before = Instant.now();
        MailProgram program = MailProgram.tls(server, ANN, PASSWORD);
        String reply = program.asking("HOLDFOR=30").submit("Subject: later\r\n\r\nbody\r\n", "bob@slow.test");
        Instant after = Instant.now();
        program.submit("Subject: now\r\n\r\nbody\r\n", "bob@slow.test");
        Awaitility.await().atMost(PATIENCE).until(() -> !mx.received().isEmpty());

        server.kill();
        server.start();
        Awaitility.await().atMost(PATIENCE).until(() -> mx.received().size() > 1);

        String later = mx.received().get(1).text();
        assertThat(later).contains("Subject: later\r\n");
        Instant until = Instant.parse(reply.strip().replaceFirst("(?s).* and held until ", ""));
        assertThat(until).isBetween(before.plusSeconds(30), after.plusSeconds(30));
        assertThat(arrivals).hasSize(2).last().satisfies(arrival -> assertThat(arrival).isAfterOrEqualTo(until));
        assertThat(date(later)).isBetween(before.minusSeconds(1), after);
    }

    private static Instant date(String message) {
        String date = message.lines().filter(line -> line.startsWith("Date:")).findFirst().orElseThrow();
        return MessageDate.parse(date.substring("Date:".length())).orElseThrow().toInstant();
    }
}
