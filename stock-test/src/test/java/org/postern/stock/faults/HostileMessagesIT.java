// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.stock.faults.SubmissionServer.ALICE;
import static org.postern.stock.faults.SubmissionServer.PASSWORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.stock.Dialogue;

/** The hostile messages of the rules' own tests, over the wire: each gets its named refusal, and the session lives on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HostileMessagesIT {
    private static final Path FOLDER = Path.of(System.getProperty("postern.hostile"));

    private PosternServer postern;

    /** One row of {@code expected.tsv}. */
    private record Hostile(String file, String check, String reply, String fragment, String envelope) {
        static Hostile of(String row) {
            String[] column = row.split("\t");
            return new Hostile(column[0], column[1], column[2], column[3], column[4]);
        }

        boolean needsSmtpUtf8() {
            return envelope.equals("smtputf8");
        }

        String mail() {
            return "MAIL FROM:<" + (envelope.equals("null") ? "" : ALICE) + ">" + (needsSmtpUtf8() ? " SMTPUTF8" : "");
        }

        /** The message with NOOP behind it, in one piece: the replies have to stay in step. */
        byte[] transaction() {
            String message = new String(read(), StandardCharsets.ISO_8859_1);
            String stuffed = ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2);
            String end = stuffed.endsWith("\r\n") ? ".\r\n" : "\r\n.\r\n";
            return (stuffed + end + "NOOP\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }

        private byte[] read() {
            try {
                return Files.readAllBytes(FOLDER.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        postern = PosternServer.start(home);
    }

    @AfterAll
    void stop() throws Exception {
        if (postern != null) {
            postern.close();
        }
    }

    @Test
    void shouldRefuseEachByNameOnThePortWithStartTls() throws Exception {
        try (Dialogue client = Dialogue.with(postern.submissionPort()).startTls()) {
            refuseAll(client);
        }
    }

    @Test
    void shouldRefuseEachByNameOnThePortWithTlsFirst() throws Exception {
        try (Dialogue client = Dialogue.withTls(postern.submissionsPort())) {
            refuseAll(client);
        }
    }

    private void refuseAll(Dialogue client) throws Exception {
        boolean smtpUtf8 = client.say("EHLO client.example.net").contains("SMTPUTF8");
        client.authenticate(ALICE, PASSWORD);
        List<Hostile> messages = Files.readAllLines(FOLDER.resolve("expected.tsv")).stream()
            .filter(row -> !row.startsWith("#")).map(Hostile::of).toList();

        assertThat(messages).hasSizeGreaterThanOrEqualTo(50).allSatisfy(hostile -> {
            if (hostile.needsSmtpUtf8() && !smtpUtf8) {
                assertThat(client.say(hostile.mail())).startsWith("555 5.5.4").contains("SMTPUTF8");
            } else {
                assertThat(refusal(client, hostile)).startsWith(hostile.reply() + " ").contains(hostile.fragment());
            }
        });
        assertThat(client.say("QUIT")).startsWith("221");
        assertThat(postern.log()).contains("message refused").doesNotContain(" ERROR ", "Exception", "\tat ");
        assertThat(postern.nextHop().received()).isEmpty();
    }

    private static String refusal(Dialogue client, Hostile hostile) throws Exception {
        assertThat(client.say(hostile.mail())).startsWith("250");
        assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("250");
        assertThat(client.say("DATA")).startsWith("354");
        client.send(hostile.transaction());
        String refusal = client.reply();
        assertThat(client.reply()).as("NOOP behind " + hostile.file()).startsWith("250 2.0.0");
        return refusal;
    }
}
