// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;
import org.postern.submission.header.MessageDate;

/**
 * Mail that waits while the server is stopped in the middle of retries, started, killed in the middle of retries and
 * started once more.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RestartIT {

    private static final String ANN = "ann@people.test";
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LATER = "450 4.2.0 Greylisted, come back later";
    private static final String LARGE = "0123456789\r\n".repeat(40_000);

    private final AtomicInteger tries = new AtomicInteger();
    private final Queue<Instant> arrivals = new ConcurrentLinkedQueue<>();
    private TestDns dns;
    private TestMx mx;
    private PosternServer server;
    private String key;
    private String held;
    private Instant before;
    private Instant after;

    @BeforeAll
    void submitStopAndKill(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        mx.answer(this::refuseForNow);
        server = PosternServer.prepare(home).delivering(dns, mx)
            .edit("mailetcontainer.xml", "<delayWarning>4 hours<", "<delayWarning>2 seconds<")
            .start().withPerson(ANN, PASSWORD);
        key = Files.readString(server.conf().resolve("private.key"));
        MailProgram ann = MailProgram.tls(server, ANN, PASSWORD);
        before = Instant.now();
        held = ann.asking("HOLDFOR=30").submit("Subject: later\r\n\r\nbody\r\n", "held@fast.test");
        after = Instant.now();
        ann.submit("Subject: large\r\n\r\n" + LARGE, "bob@slow.test");
        ann.submit("Subject: small\r\n\r\nshort\r\n", "bob@slow.test");
        awaitReports();

        assertThat(server.stop()).isEqualTo(143);
        server.start();
        awaitTries();
        server.kill();
        server.start();
        awaitTries();

        mx.answer(this::take);
        Awaitility.await().atMost(PATIENCE)
            .until(() -> Stream.of("large", "small", "later").noneMatch(subject -> sent(subject).isEmpty()));
        Awaitility.await().atMost(PATIENCE).until(() -> server.webAdmin("GET", "/mailQueues/outgoing/mails", "").body(), "[]"::equals);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @Test
    void shouldDeliverOnceAndUnchanged() {
        assertThat(sent("large")).singleElement().satisfies(mail -> assertThat(mail.text()).endsWith("\r\n\r\n" + LARGE));
        assertThat(sent("small")).singleElement().satisfies(mail -> assertThat(mail.text()).endsWith("\r\n\r\nshort\r\n"));
    }

    @Test
    void shouldTellTheAuthorOnceWhenMailIsLate() {
        assertThat(reports()).hasSize(2).allSatisfy(report -> {
            assertThat(report.sender()).startsWith("MAIL FROM:<>");
            assertThat(report.recipients()).hasSize(1).first().asString().contains("<" + ANN + ">");
            assertThat(report.text()).contains("Subject: Your message is delayed\r\n",
                "Final-Recipient: rfc822; bob@slow.test\r\nAction: delayed\r\nStatus: 4.2.0\r\n"
                    + "Diagnostic-Code: smtp; " + LATER + "\r\n");
        });
    }

    @Test
    void shouldHoldMailUntilItsTimeAndDateItByItsSubmission() {
        Instant until = Instant.parse(held.strip().replaceFirst("(?s).* and held until ", ""));

        assertThat(until).isBetween(before.plusSeconds(30), after.plusSeconds(30));
        assertThat(arrivals).singleElement().satisfies(arrival -> assertThat(arrival).isAfterOrEqualTo(until));
        assertThat(sent("later")).singleElement().satisfies(mail -> assertThat(date(mail.text())).isBetween(before.minusSeconds(1), after));
    }

    @Test
    void shouldTellOfAllItsLives() {
        String trace = server.command("trace", "bob@slow.test").output();

        assertThat(trace.split("  accepted  ")).hasSize(3);
        assertThat(trace).contains("  delayed        bob@slow.test by mx.test: " + LATER + "; next try ",
            "  reported       to " + ANN + ", delayed");
        assertThat(trace.split("  delivered  ")).hasSize(3);
    }

    @Test
    void shouldKeepItsKey() {
        assertThat(server.conf().resolve("private.key")).hasContent(key);
    }

    private String refuseForNow(String command) {
        if (command.contains("@slow.test")) {
            tries.incrementAndGet();
            return LATER;
        }
        return take(command);
    }

    private String take(String command) {
        if (command.contains("held@fast.test")) {
            arrivals.add(Instant.now());
        }
        return TestMx.OK;
    }

    private void awaitReports() {
        Awaitility.await().atMost(PATIENCE).until(() -> reports().size() >= 2);
        awaitTries();
    }

    /** Both messages are tried again. */
    private void awaitTries() {
        int seen = tries.get();
        Awaitility.await().atMost(PATIENCE).until(() -> tries.get() >= seen + 4);
    }

    private List<TestMx.Received> reports() {
        return mx.received().stream().filter(mail -> mail.text().contains("\r\nAction: ")).toList();
    }

    private List<TestMx.Received> sent(String subject) {
        return mx.received().stream()
            .filter(mail -> mail.sender().contains("<" + ANN + ">") && mail.text().contains("\r\nSubject: " + subject + "\r\n"))
            .toList();
    }

    private static Instant date(String message) {
        String date = message.lines().filter(line -> line.startsWith("Date:")).findFirst().orElseThrow();
        return MessageDate.parse(date.substring("Date:".length())).orElseThrow().toInstant();
    }
}
