// SPDX-License-Identifier: Apache-2.0
package org.postern.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Postern's commands and hooks on the stock listener: refused while the author waits, not bounced afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class HooksIT {
    private static final String ALICE = "alice@example.org";

    private MailSink sink;
    private StockServer james;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        sink = new MailSink();
        james = StockServer.in(home).withPostern().withKeystore().deliverTo(sink)
            .conf("smtpserver.xml", StockServer.resource("smtpserver-postern.xml"))
            .conf("mailetcontainer.xml", StockServer.resource("mailetcontainer-postern.xml"))
            .domain("example.org").user(ALICE, "secret").alias("sales@example.org", ALICE)
            .start();
    }

    @AfterAll
    void stop() throws Exception {
        james.close();
        sink.close();
    }

    @Test
    void shouldWantTlsBeforePasswordAndPasswordBeforeMail() throws Exception {
        try (Dialogue client = Dialogue.with(james.port())) {
            assertThat(client.say("EHLO client.example.net")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(client.say("AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==")).startsWith("5");
            assertThat(client.say("MAIL FROM:<alice@example.org>")).startsWith("530 5.7.0");
        }
    }

    @Test
    void shouldRefuseReversePathOfSomebodyElse() throws Exception {
        try (Dialogue client = session()) {
            assertThat(client.say("MAIL FROM:<ceo@example.org>")).startsWith("550 5.7.1");
            assertThat(client.say("MAIL FROM:<sales@example.org>")).startsWith("250");
        }
    }

    @Test
    void shouldRefuseAtEndOfDataAndTakeWhatIsGoodAfterwards() throws Exception {
        try (Dialogue client = session()) {
            assertThat(client.submit(ALICE, "refused@example.net", "From: ceo@example.org", "", "body")).startsWith("550 5.7.1");
            assertThat(client.submit(ALICE, "refused@example.net", "From: alice@example.org", "From: alice@example.org", "", "body"))
                .startsWith("554 5.6.0");
            assertThat(client.submit(ALICE, "taken@example.net", "Subject: incomplete", "", "body")).startsWith("250");
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> sink.received().stream()
            .anyMatch(mail -> mail.recipients().contains("taken@example.net")));
        assertThat(sink.received().stream().filter(mail -> mail.recipients().contains("taken@example.net")).findFirst().get().text())
            .contains("From: alice@example.org\r\n").contains("Date: ").contains("Message-ID: <");
        assertThat(sink.received()).noneMatch(mail -> mail.recipients().contains("refused@example.net"));
    }

    private Dialogue session() throws Exception {
        return Dialogue.with(james.port()).startTls().authenticate(ALICE, "secret");
    }
}
