// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;

/** Mail that does not get through at once, and what its author learns of it. */
@TestInstance(Lifecycle.PER_CLASS)
class DeliveryIT {

    private static final String ANN = "ann@people.test";
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LATER = "450 4.2.0 Greylisted, come back later";

    private TestDns dns;
    private TestMx mx;
    private PosternServer server;

    /** Two retries, a second apart. Nobody looks for a recipient's domain before the message is taken: it may go away later. */
    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        server = PosternServer.prepare(home).delivering(dns, mx)
            .edit("mailetcontainer.xml", "<delayTime>[^<]*<", "<delayTime>1 second, 1 second<")
            .edit("mailetcontainer.xml", "<maxRetries>\\d+<", "<maxRetries>2<")
            .edit("smtpserver.xml", "<recipients>true<", "<recipients>false<")
            .start().withPerson(ANN, PASSWORD);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @BeforeEach
    void answerAsUsual() {
        mx.answer(command -> TestMx.OK);
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
        submit("Subject: quoted\r\n\r\nbody\r\n", "no@slow.test", "\"a b\"@slow.test");

        assertThat(received("Subject: quoted", 2)).extracting(TestMx.Received::text)
            .satisfiesOnlyOnce(text -> assertThat(text).contains("Final-Recipient: rfc822; no@slow.test\r\nAction: failed"))
            .satisfiesOnlyOnce(text -> assertThat(text).doesNotContain("Action: "));
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
        submit("Subject: two\r\n\r\nbody\r\n", "bob@slow.test", "carol@slow.test");

        assertThat(received("Subject: two", 2)).extracting(TestMx.Received::text)
            .satisfiesOnlyOnce(text -> assertThat(text).contains("Action: failed"))
            .satisfiesOnlyOnce(text -> assertThat(text).doesNotContain("Action: "));
    }

    @Test
    void shouldReportWhenTimeIsOver() throws Exception {
        mx.answer(command -> command.contains("@slow.test") ? LATER : TestMx.OK);
        submit("Subject: never\r\n\r\nbody\r\n", "bob@slow.test");

        assertThat(received("Subject: never", 1).get(0).text()).contains("Action: failed\r\nStatus: 4.4.7\r\n"
            + "Diagnostic-Code: smtp; " + LATER + "\r\n");
    }

    @Test
    void shouldReportAtOnceWhenTheDomainDoesNotExist() throws Exception {
        submit("Subject: nowhere\r\n\r\nbody\r\n", "bob@nowhere.invalid");

        assertThat(received("Subject: nowhere", 1).get(0).text())
            .contains("Final-Recipient: rfc822; bob@nowhere.invalid\r\nAction: failed\r\nStatus: 5.1.2\r\n");
    }

    private void submit(String message, String... recipients) throws Exception {
        MailProgram.tls(server, ANN, PASSWORD).submit(message, recipients);
    }

    /** Messages with this line, reports on them among these. */
    private List<TestMx.Received> received(String line, int count) {
        return Awaitility.await().atMost(PATIENCE).until(() -> mx.received().stream()
            .filter(mail -> mail.text().contains("\r\n" + line + "\r\n")).toList(), mails -> mails.size() >= count);
    }
}
