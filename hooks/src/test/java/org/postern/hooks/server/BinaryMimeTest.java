// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

/** 3030: what may have any octets, and what is queued of it. */
@Timeout(60)
class BinaryMimeTest {
    private static final String HEADER = "From: alice@example.org\r\nMIME-Version: 1.0\r\n";
    private static final String MULTIPART = HEADER + "Content-Type: multipart/mixed; boundary=b\r\n"
        + "Content-Transfer-Encoding: binary\r\n\r\n";

    private Listener listener;
    private SmtpClient client;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls();
        client = listener.alice();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        listener.close();
    }

    private String send(String message) throws Exception {
        client.raw("MAIL FROM:<" + ALICE + "> BODY=BINARYMIME\r\nRCPT TO:<bob@example.net>\r\n"
            + "BDAT " + message.length() + " LAST\r\n" + message);
        assertThat(client.reply()).startsWith("250 2.1.0");
        assertThat(client.reply()).startsWith("250 2.1.5");
        String reply = client.reply();
        assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
        return reply;
    }

    private String queued() {
        assertThat(listener.spool.taken).hasSize(1);
        return listener.spool.taken.get(0).asSent();
    }

    @Test
    void shouldQueueBinaryPartsAsBase64() throws Exception {
        String reply = send(MULTIPART + "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + "\0\n\r\n.\r\n\u00ff\r\n--b\r\nContent-Transfer-Encoding: binary\r\n\r\ntext\r\n--b--\r\n");

        assertThat(reply).isEqualTo("250 2.6.0 Queued as " + listener.spool.taken.get(0).name());
        assertThat(queued()).isEqualTo(MULTIPART.replace("binary", "7bit")
            + "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAoNCi4NCv8=\r\n"
            + "--b\r\nContent-Transfer-Encoding: 7bit\r\n\r\ntext\r\n--b--\r\n");
        assertThat(listener.spool.taken.get(0).received()).startsWith("Received: by mail.example.org");
    }

    @Test
    void shouldQueueLargeBinaryMessage() throws Exception {
        String line = "\0".repeat(3_000_000);

        assertThat(send(HEADER + "Content-Type: application/octet-stream\r\n\r\n" + line)).startsWith("250 2.6.0");
        assertThat(queued()).startsWith(HEADER + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA")
            .hasSizeGreaterThan(4_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        HEADER + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding:  8BIT\r\n\r\n\u00e4\r\n",
        "From: alice@example.org\r\n\r\ntext without a line's end",
    })
    void shouldQueueTheSameOctetsWhenNothingIsBinary(String message) throws Exception {
        assertThat(send(message)).startsWith("250 2.6.0");
        assertThat(queued()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "From: alice@example.org\nSubject: x\r\n\r\ntext\r\n",
        "From: alice@example.org\r\nSubject: \0\r\n\r\ntext\r\n",
        "From: alice@example.org\r\nSubject: \r\r\n\r\ntext\r\n",
        "From: alice@example.org\r\n\ntext\r\n",
        MULTIPART + "--b\r\nX: \0\r\n\r\ntext\r\n--b--\r\n",
        MULTIPART + "--b\r\nX: \n\r\n\r\ntext\r\n--b--\r\n",
        MULTIPART + "\r\n.\nMAIL FROM:<alice@example.org>\n\r\n--b\r\n\r\ntext\r\n--b--\r\n",
    })
    void shouldRefuseWhatIsBinaryOutsideOfContent(String message) throws Exception {
        assertThat(send(message)).startsWith("554 5.6.");
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldQueueNothingBinaryInTheHeaderWhicheverChecksAreOff() throws Exception {
        String chain = "<handler class=\"org.postern.hooks.CheckMessage\"><check name=\"nul\" enabled=\"false\"/>"
            + "<check name=\"line-length\" enabled=\"false\"/></handler>";
        try (Listener lenient = Listener.startTls("", chain); SmtpClient alice = lenient.alice()) {
            for (String subject : List.of("\0", "x".repeat(1_000))) {
                String message = "From: alice@example.org\r\nSubject: " + subject + "\r\n\r\ntext\r\n";
                alice.raw("MAIL FROM:<" + ALICE + "> BODY=BINARYMIME\r\nRCPT TO:<bob@example.net>\r\n"
                    + "BDAT " + message.length() + " LAST\r\n" + message);
                alice.reply();
                alice.reply();
                assertThat(alice.reply()).startsWith("554 5.6.0");
            }
            assertThat(lenient.spool.taken).isEmpty();
        }
    }

    @Test
    void shouldRefuseBinaryContentThatCannotBeEncoded() throws Exception {
        assertThat(send(MULTIPART + "--b\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\r\n".repeat(10_001) + "--b--\r\n"))
            .startsWith("554 5.6.3");
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldRefuseBinaryContentUnderASignature() throws Exception {
        try (LogOf log = LogOf.info()) {
            assertThat(send(HEADER + "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n\0\r\n--b\r\n\r\nsig\r\n--b--\r\n"))
                .startsWith("554 5.6.2");
            assertThat(log.lines()).anyMatch(line -> line.contains("message refused") && line.contains("554 5.6.2"));
        }
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldJudgeWhatIsQueued() throws Exception {
        assertThat(send("From: eve@example.net\r\n\r\n\0")).startsWith("550 5.7.1");
    }

    @Test
    void shouldForgetTheKindOfBodyWithTheTransaction() throws Exception {
        client.say("MAIL FROM:<" + ALICE + "> BODY=BINARYMIME");
        client.say("RSET");

        client.begin(ALICE, "bob@example.net").raw("From: alice@example.org\r\n\r\n\0\r\n.\r\n");
        assertThat(client.reply()).startsWith("554 5.6.0");
    }
}
