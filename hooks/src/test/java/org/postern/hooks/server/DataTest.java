// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import java.util.Optional;
import java.util.stream.Stream;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.NoRoom;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

class DataTest {
    private static final String HEADER = "From: alice@example.org\r\nSubject: x\r\n\r\n";
    private static final int LIMIT = 200_000;

    private Listener listener;
    private SmtpClient client;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls("<maxmessagesize>" + LIMIT + "B</maxmessagesize>",
            "<handler class=\"org.postern.hooks.CheckMessage\"><check name=\"line-length\" enabled=\"false\"/></handler>");
        client = listener.alice().begin(ALICE, "bob@example.net");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        listener.close();
    }

    private String send(String wire) throws Exception {
        return client.raw(wire).reply();
    }

    private void assertInStep() throws Exception {
        assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
    }

    private Taken taken() {
        assertThat(listener.spool.taken).hasSize(1);
        return listener.spool.taken.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\n.\nMAIL FROM:<alice@example.org>\n",
        "\n.\r\nMAIL FROM:<alice@example.org>\r\n",
        "\r\n.\nMAIL FROM:<alice@example.org>\r\n",
        "\r.\rMAIL FROM:<alice@example.org>\r\n",
        "\r\n.\rMAIL FROM:<alice@example.org>\r\n",
        "\r.\r\nMAIL FROM:<alice@example.org>\r\n",
        "\r\n.\r\r\nMAIL FROM:<alice@example.org>\r\n",
        "\n\r.\r\nMAIL FROM:<alice@example.org>\r\n",
        "a\nb\r\n",
        "a\rb\r\n",
        "a\r\r\n",
    })
    void shouldRefuseWholeMessageAndStayInStepWhenLineEndsAreBare(String smuggled) throws Exception {
        assertThat(send(HEADER + "text" + smuggled + "DATA\r\n.\r\n")).startsWith("554 5.6.0");
        assertInStep();
        assertThat(listener.spool.taken).isEmpty();
    }

    static Stream<String> bodies() {
        return Stream.of("", ".\r\n", "..\r\n", ".a\r\n..\r\n...\r\n", "\r\n\r\n", "\u00e4\u00ff\u0080\r\n",
            "x".repeat(5_000) + "\r\n", ("y".repeat(70) + "\r\n").repeat(2_000));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void shouldKeepEveryOctetOfTheMessage(String body) throws Exception {
        String stuffed = (HEADER + body).replace("\r\n.", "\r\n..");

        assertThat(send(stuffed + ".\r\n")).startsWith("250 2.6.0");
        assertThat(taken().asSent()).isEqualTo(HEADER + body);
        assertInStep();
    }

    @Test
    void shouldKeepRepliesInStepWhenALineIsVeryLong() throws Exception {
        String line = "x".repeat(150_000);

        assertThat(send(HEADER + line + "\r\nend\r\n.\r\n")).startsWith("250 2.6.0");
        assertInStep();
        assertThat(taken().asSent()).isEqualTo(HEADER + line + "\r\nend\r\n");
    }

    @Test
    void shouldRefuseOnceAtTheEndWhenMessageIsTooBig() throws Exception {
        client.raw(HEADER + "x".repeat(LIMIT));
        client.raw("x".repeat(300_000));

        assertThat(send("\r\n.\r\n")).startsWith("552 5.3.4 The message is bigger than the limit of 200000 octets");
        assertInStep();
        assertThat(listener.spool.taken).isEmpty();
        client.begin(ALICE, "bob@example.net");
        assertThat(send(HEADER + ".\r\n")).startsWith("250 2.6.0");
    }

    @Test
    void shouldTakeMessageOfExactlyTheLimit() throws Exception {
        String body = "x".repeat(LIMIT - HEADER.length() - 2) + "\r\n";
        assertThat(send(HEADER + body + ".\r\n")).startsWith("250 2.6.0");

        client.begin(ALICE, "bob@example.net");
        assertThat(send(HEADER + "x" + body + ".\r\n")).startsWith("552 5.3.4");
    }

    @Test
    void shouldKeepReceivedAndBodyApartWhenHeaderIsEmpty() throws Exception {
        assertThat(send("\r\nSubject: this is the body\r\n.\r\n")).startsWith("250 2.6.0");

        assertThat(taken().received()).startsWith("Received: by mail.example.org");
        assertThat(taken().asSent()).isEqualTo("\r\nSubject: this is the body\r\n");
    }

    @Test
    void shouldEndHeaderWhenMessageIsEmpty() throws Exception {
        assertThat(send(".\r\n")).startsWith("250 2.6.0");

        assertThat(taken().received()).startsWith("Received: by mail.example.org");
        assertThat(taken().asSent()).isEqualTo("\r\n");
    }

    @Test
    void shouldNameTheLineWhenMessageHasNoHeaderAtAll() throws Exception {
        assertThat(send("Hello Bob,\r\nhow are you?\r\n.\r\n")).startsWith("554 5.6.0").contains("Hello Bob");
        assertInStep();
    }

    @Test
    void shouldLogNothingOfARefusedMessage() throws Exception {
        try (LogOf log = LogOf.info()) {
            assertThat(send("It's secret, Bob's\r\n\r\n.\r\n")).contains("secret");

            assertThat(log.lines()).anyMatch(line -> line.contains("message refused") && line.contains("Line 1 of the header"))
                .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void shouldRefuseWithTheReasonWhenACheckIsAgainstIt() throws Exception {
        assertThat(send("From: eve@example.net\r\n\r\n.\r\n")).startsWith("550 5.7.1").contains("eve@example.net");
        assertInStep();
        assertThat(listener.spool.taken).isEmpty();
        client.begin(ALICE, "bob@example.net");
        assertThat(send("From: alice@example.org\r\n\r\na\0b\r\n.\r\n")).startsWith("554 5.6.0").contains("NUL");
    }

    @Test
    void shouldSayLaterWhenSpoolFails() throws Exception {
        listener.spool.fault = Optional.of(new MailQueueException("Disk is full"));
        assertThat(send(HEADER + ".\r\n")).startsWith("451 4.3.0");
        assertInStep();
        listener.spool.fault = Optional.of(new IllegalStateException("Session is closed"));
        client.begin(ALICE, "bob@example.net");
        assertThat(send(HEADER + ".\r\n")).startsWith("451 4.3.0");
        assertInStep();
    }

    @Test
    void shouldSayThatTheDiskIsFullWhenItIs() throws Exception {
        listener.spool.fault = Optional.of(new MailQueueException("Not queued", new NoRoom("No new mail is taken: 1 MB is free")));
        assertThat(send(HEADER + ".\r\n")).startsWith("452 4.3.1");
        assertInStep();
    }

    @Test
    void shouldForgetTransactionAfterTheMessage() throws Exception {
        send(HEADER + ".\r\n");

        assertThat(client.say("DATA")).startsWith("503");
        assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("503");
        client.begin(ALICE, "carol@example.net");
        send(HEADER + ".\r\n");
        assertThat(listener.spool.taken.get(1).recipients()).containsExactly("carol@example.net");
    }

    @Test
    void shouldWriteWhoSubmitsAndHowOnTheMail() throws Exception {
        send(HEADER + ".\r\n");

        assertThat(taken().attributes())
            .containsEntry("postern.username", ALICE)
            .containsEntry("postern.mailbox", ALICE)
            .containsEntry("postern.mechanism", "PLAIN")
            .containsEntry("postern.client", "127.0.0.1")
            .containsEntry("org.apache.james.SMTPAuthUser", ALICE)
            .doesNotContainKey("postern.sender-policy");
        assertThat((String) taken().attributes().get("postern.listener")).startsWith("test-");
        assertThat((String) taken().attributes().get("postern.tls")).startsWith("TLSv1.3 TLS_");
    }
}
