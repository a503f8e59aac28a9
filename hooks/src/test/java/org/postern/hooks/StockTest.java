// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

/** The handlers on James's own listener, by XML alone. */
class StockTest {
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";

    private Listener listener;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.stock("<handler class=\"org.postern.hooks.StampReceived\"><client>submission.example.org</client></handler>");
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    @Test
    void shouldTakeMessageFromEndToEndWhenAllIsWell() throws Exception {
        try (SmtpClient client = listener.alice()) {
            String reply = client.begin(ALICE, "bob").raw(MESSAGE).say(".");

            Taken taken = listener.spool.taken.get(0);
            assertThat(reply).isEqualTo("250 2.6.0 Queued as " + taken.name());
            assertThat(taken.recipients()).containsExactly("bob@example.org");
            assertThat(taken.asSent()).isEqualTo(MESSAGE);
            assertThat(taken.received())
                .startsWith("Received: from submission.example.org\r\n\tby mail.example.org (Postern) with ESMTPSA\r\n\t(TLSv1.3 TLS_")
                .contains("id " + taken.name() + ";");
            assertThat(taken.attributes()).containsEntry("postern.username", ALICE).containsEntry("postern.mechanism", "PLAIN");
            assertThat(client.say("QUIT")).startsWith("221");
        }
    }

    @Test
    void shouldRefuseClearTextAuthAndUnauthenticatedMail() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.reply();
            assertThat(client.say("EHLO me")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("538 5.7.11");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0");
            client.say("STARTTLS");
            client.handshake();
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0");
            assertThat(client.say("AUTH LOGIN")).startsWith("503");
            assertThat(client.say("EHLO me")).contains("250-AUTH PLAIN LOGIN").doesNotContain("STARTTLS");
            assertThat(client.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
            assertThat(client.say(base64(ALICE))).isEqualTo("334 UGFzc3dvcmQ6");
            assertThat(client.say(base64(PASSWORD))).startsWith("235");
            assertThat(client.say("MAIL FROM:<bob@example.org>")).startsWith("550 5.7.1");
        }
    }

    @Test
    void shouldRefuseMessageThatACheckIsAgainst() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw("From: eve@example.net\r\n\r\n.\r\n").reply()).startsWith("550 5.7.1");
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw("From: a@example.org\r\nFrom: b@example.org\r\n\r\n.\r\n").reply()).startsWith("554 5.6.0");
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw(MESSAGE + ".\r\n").reply()).startsWith("250 2.6.0");
            assertThat(listener.spool.taken).hasSize(1);
        }
    }

    @Test
    void shouldKeepReceivedAndBodyApartWhenHeaderIsEmpty() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net");
            assertThat(client.raw("\r\nSubject: body\r\n.\r\n").reply()).startsWith("250 2.6.0");

            assertThat(listener.spool.taken.get(0).received()).startsWith("Received: from");
            assertThat(listener.spool.taken.get(0).asSent()).isEqualTo("\r\nSubject: body\r\n");
        }
    }

    @Test
    void shouldNeitherAnnounceNorTakeChunks() throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say("EHLO me")).doesNotContain("CHUNKING").doesNotContain("BINARYMIME");
            assertThat(client.say("BDAT 10")).startsWith("502 5.5.1");
            assertThat(client.say("MAIL FROM:<" + ALICE + "> BODY=BINARYMIME")).startsWith("555 5.5.4");
            assertThat(client.say("MAIL FROM:<" + ALICE + "> BODY=8BITMIME")).startsWith("250 2.1.0");
        }
    }

    @Test
    void shouldCountErrorsOnceAndEndTheSession() throws Exception {
        try (SmtpClient client = listener.alice()) {
            for (int i = 1; i < 20; i++) {
                assertThat(client.say("FOO")).startsWith("500");
            }
            assertThat(client.say("FOO")).startsWith("421 4.7.0");
        }
    }
}
