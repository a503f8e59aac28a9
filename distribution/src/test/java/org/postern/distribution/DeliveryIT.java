// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;

/** Mail that does not get through at once: it waits, survives, and its author learns of it. */
class DeliveryIT {

    private static final String ANN = "ann@people.test";
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LATER = "450 4.2.0 Greylisted, come back later";

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
    void shouldDeliverOnceWhenRestartedInTheMiddleOfRetries() throws Exception {
        AtomicInteger tries = refuseForNow();
        server.start().withPerson(ANN, PASSWORD);
        submit("Subject: waits\r\n\r\nbody\r\n");
        Awaitility.await().atMost(PATIENCE).until(() -> tries.get() >= 2);

        assertThat(server.stop()).isEqualTo(143);
        server.start();
        mx.answer(command -> TestMx.OK);

        Awaitility.await().atMost(PATIENCE).until(() -> !mx.received().isEmpty());
        assertThat(waitingMail()).isEmpty();
        assertThat(mx.received()).hasSize(1);
        assertThat(mx.received().get(0).text()).contains("Subject: waits\r\n").endsWith("\r\n\r\nbody\r\n");
    }

    @Test
    void shouldLoseNothingWhenKilled() throws Exception {
        AtomicInteger tries = refuseForNow();
        server.start().withPerson(ANN, PASSWORD);
        submit("Subject: survives\r\n\r\n" + "0123456789\r\n".repeat(40_000));
        submit("Subject: survives too\r\n\r\nshort\r\n");
        Awaitility.await().atMost(PATIENCE).until(() -> tries.get() >= 2);

        server.kill();
        server.start();
        mx.answer(command -> TestMx.OK);

        Awaitility.await().atMost(PATIENCE).until(() -> mx.received().size() >= 2);
        assertThat(mx.received()).extracting(TestMx.Received::text)
            .anySatisfy(text -> assertThat(text).endsWith("\r\n\r\n" + "0123456789\r\n".repeat(40_000)))
            .anySatisfy(text -> assertThat(text).endsWith("\r\n\r\nshort\r\n"));
    }

    @Test
    void shouldForgetNoRecipientWithAQuotedLocalPart() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        mx.answer(command -> {
            if (command.contains("no@slow.test")) {
                return "550 5.1.1 no such person";
            }
            return command.contains("\"a b\"@slow.test") && tries.incrementAndGet() < 2 ? LATER : TestMx.OK;
        });
        server.start().withPerson(ANN, PASSWORD);
        MailProgram.tls(server, ANN, PASSWORD).submit("Subject: quoted\r\n\r\nbody\r\n", "no@slow.test", "\"a b\"@slow.test");

        Awaitility.await().atMost(PATIENCE).until(() -> mx.received().size() >= 2);
        assertThat(mx.received()).extracting(TestMx.Received::text)
            .anySatisfy(text -> assertThat(text).contains("Final-Recipient: rfc822; no@slow.test\r\nAction: failed"))
            .anySatisfy(text -> assertThat(text).contains("Subject: quoted\r\n").doesNotContain("Action: "));
        assertThat(mx.received()).anySatisfy(mail -> assertThat(mail.recipients().toString()).contains("<\"a b\"@slow.test>"));
    }

    @Test
    void shouldTryARecipientAgainWhoseNeighbourIsRefusedForGood() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        mx.answer(command -> {
            if (!command.startsWith("RCPT") || !command.contains("@slow.test")) {
                return TestMx.OK;
            }
            return switch (tries.incrementAndGet()) {
                case 1 -> LATER;
                case 2 -> "550 5.1.1 no such person";
                default -> TestMx.OK;
            };
        });
        server.start().withPerson(ANN, PASSWORD);
        MailProgram.tls(server, ANN, PASSWORD).submit("Subject: two\r\n\r\nbody\r\n", "bob@slow.test", "carol@slow.test");

        Awaitility.await().atMost(PATIENCE).until(() -> mx.received().size() >= 2);
        assertThat(mx.received()).extracting(TestMx.Received::text)
            .satisfiesOnlyOnce(text -> assertThat(text).contains("Action: failed"))
            .satisfiesOnlyOnce(text -> assertThat(text).contains("Subject: two\r\n").doesNotContain("Action: "));
    }

    @Test
    void shouldTellTheAuthorOnceWhenMailIsLate() throws Exception {
        server.edit("mailetcontainer.xml", "<delayWarning>4 hours<", "<delayWarning>2 seconds<");
        AtomicInteger tries = refuseForNow();
        server.start().withPerson(ANN, PASSWORD);
        submit("Subject: late\r\n\r\nbody\r\n");

        Awaitility.await().atMost(PATIENCE).until(() -> !mx.received().isEmpty());
        int before = tries.get();
        Awaitility.await().atMost(PATIENCE).until(() -> tries.get() >= before + 3);

        assertThat(mx.received()).hasSize(1);
        TestMx.Received report = mx.received().get(0);
        assertThat(report.sender()).startsWith("MAIL FROM:<>");
        assertThat(report.recipients()).hasSize(1).first().asString().contains("<" + ANN + ">");
        assertThat(report.text()).contains("Subject: Your message is delayed\r\n",
            "Final-Recipient: rfc822; bob@slow.test\r\nAction: delayed\r\nStatus: 4.2.0\r\n"
                + "Diagnostic-Code: smtp; " + LATER + "\r\n");
    }

    @Test
    void shouldReportWhenTimeIsOver() throws Exception {
        server.edit("mailetcontainer.xml", "<delayTime>[^<]*<", "<delayTime>1 second, 1 second<")
            .edit("mailetcontainer.xml", "<maxRetries>\\d+<", "<maxRetries>2<");
        refuseForNow();
        server.start().withPerson(ANN, PASSWORD);
        submit("Subject: never\r\n\r\nbody\r\n");

        Awaitility.await().atMost(PATIENCE).until(() -> !mx.received().isEmpty());
        assertThat(mx.received().get(0).text()).contains("Action: failed\r\nStatus: 4.4.7\r\n"
            + "Diagnostic-Code: smtp; " + LATER + "\r\n");
    }

    @Test
    void shouldReportAtOnceWhenTheDomainDoesNotExist() throws Exception {
        // As when the domain went away after the message was taken.
        server.edit("smtpserver.xml", "<recipients>true<", "<recipients>false<");
        server.start().withPerson(ANN, PASSWORD);
        MailProgram.tls(server, ANN, PASSWORD).submit("Subject: nowhere\r\n\r\nbody\r\n", "bob@nowhere.invalid");

        Awaitility.await().atMost(PATIENCE).until(() -> !mx.received().isEmpty());
        assertThat(mx.received().get(0).text())
            .contains("Final-Recipient: rfc822; bob@nowhere.invalid\r\nAction: failed\r\nStatus: 5.1.2\r\n");
    }

    private AtomicInteger refuseForNow() {
        AtomicInteger tries = new AtomicInteger();
        mx.answer(command -> {
            if (command.contains("@slow.test")) {
                tries.incrementAndGet();
                return LATER;
            }
            return TestMx.OK;
        });
        return tries;
    }

    private void submit(String message) throws Exception {
        MailProgram.tls(server, ANN, PASSWORD).submit(message, "bob@slow.test");
    }

    private List<String> waitingMail() throws IOException, InterruptedException {
        return Awaitility.await().atMost(PATIENCE)
            .until(() -> server.webAdmin("GET", "/mailQueues/outgoing/mails", "").body(), "[]"::equals)
            .equals("[]") ? List.of() : List.of("outgoing");
    }
}
