// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import java.util.Optional;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

/** 3030: messages in chunks. */
@Timeout(60)
class ChunkingTest {
    private static final String HEADER = "From: alice@example.org\r\nSubject: x\r\n\r\n";
    private static final String BOB = "bob@example.net";
    private static final String ENVELOPE = "MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<" + BOB + ">\r\n";
    private static final int LIMIT = 200_000;

    private Listener listener;
    private SmtpClient client;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls("<maxmessagesize>" + LIMIT + "B</maxmessagesize>",
            "<handler class=\"org.postern.hooks.CheckMessage\"><check name=\"line-length\" enabled=\"false\"/></handler>");
        client = listener.alice();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        listener.close();
    }

    private static String chunk(String octets) {
        return "BDAT " + octets.length() + "\r\n" + octets;
    }

    private static String last(String octets) {
        return "BDAT " + octets.length() + " LAST\r\n" + octets;
    }

    private String send(String wire) throws Exception {
        return client.raw(wire).reply();
    }

    private void assertReplies(String... replies) throws Exception {
        for (String reply : replies) {
            assertThat(client.reply()).startsWith(reply);
        }
        assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
    }

    private Taken taken() {
        assertThat(listener.spool.taken).hasSize(1);
        return listener.spool.taken.get(0);
    }

    @Test
    void shouldTakeMessageInOneChunk() throws Exception {
        client.address(ALICE, BOB);

        assertThat(send(last(HEADER + "text\r\n"))).isEqualTo("250 2.6.0 Queued as " + taken().name());
        assertThat(taken().asSent()).isEqualTo(HEADER + "text\r\n");
        assertThat(taken().received()).startsWith("Received: by mail.example.org").contains("id " + taken().name());
        assertThat(taken().attributes()).containsEntry("postern.username", ALICE);
    }

    @Test
    void shouldAnswerEachChunkWithItsSize() throws Exception {
        client.address(ALICE, BOB);

        assertThat(send(chunk(HEADER))).isEqualTo("250 2.0.0 " + HEADER.length() + " octets received");
        assertThat(send(chunk(""))).isEqualTo("250 2.0.0 0 octets received");
        assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
        assertThat(send(chunk("text\r\n"))).isEqualTo("250 2.0.0 6 octets received");
        assertThat(send("bdat 0 last\r\n")).startsWith("250 2.6.0 Queued as ");
        assertThat(taken().asSent()).isEqualTo(HEADER + "text\r\n");
    }

    @Test
    void shouldReadNothingInAChunkAsDotOrCommand() throws Exception {
        String body = ".\r\n..\r\n.a\r\n\r\n.\r\nQUIT\r\nBDAT 1 LAST\r\n";
        client.address(ALICE, BOB);

        assertThat(send(last(HEADER + body))).startsWith("250 2.6.0");
        assertThat(taken().asSent()).isEqualTo(HEADER + body);
        assertReplies();
    }

    @Test
    void shouldTakeEmptyMessage() throws Exception {
        client.address(ALICE, BOB);

        assertThat(send("BDAT 0 LAST\r\n")).startsWith("250 2.6.0");
        assertThat(taken().asSent()).isEqualTo("\r\n");
    }

    @Test
    void shouldTakeManySmallChunksAtOnce() throws Exception {
        String message = HEADER + "0123456789\r\n".repeat(200);
        StringBuilder wire = new StringBuilder(ENVELOPE);
        for (char octet : message.toCharArray()) {
            wire.append(chunk(String.valueOf(octet)));
        }
        client.raw(wire.append(last("")).append("QUIT\r\n").toString());

        assertThat(client.reply()).startsWith("250 2.1.0");
        assertThat(client.reply()).startsWith("250 2.1.5");
        for (int i = 0; i < message.length(); i++) {
            assertThat(client.reply()).isEqualTo("250 2.0.0 1 octets received");
        }
        assertThat(client.reply()).startsWith("250 2.6.0");
        assertThat(client.reply()).startsWith("221");
        assertThat(taken().asSent()).isEqualTo(message);
    }

    @Test
    void shouldLoseNothingWhereverTheWireIsCut() throws Exception {
        String wire = ENVELOPE + chunk(HEADER) + last("a\r\n") + "NOOP\r\n";
        for (int cut = 1; cut < wire.length(); cut++) {
            client.raw(wire.substring(0, cut));
            client.raw(wire.substring(cut));
            assertReplies("250 2.1.0", "250 2.1.5", "250 2.0.0", "250 2.6.0", "250 2.0.0 OK");
        }
        assertThat(listener.spool.taken).hasSize(wire.length() - 1).allMatch(mail -> mail.asSent().equals(HEADER + "a\r\n"));
    }

    @Test
    void shouldTakeSeveralMessagesInOneGo() throws Exception {
        client.raw(ENVELOPE + last(HEADER + "one\r\n") + ENVELOPE + chunk(HEADER) + last("two\r\n") + ENVELOPE + "DATA\r\n");
        assertThat(client.reply()).startsWith("250 2.1.0");
        assertThat(client.reply()).startsWith("250 2.1.5");
        assertThat(client.reply()).startsWith("250 2.6.0");
        assertThat(client.reply()).startsWith("250 2.1.0");
        assertThat(client.reply()).startsWith("250 2.1.5");
        assertThat(client.reply()).startsWith("250 2.0.0");
        assertThat(client.reply()).startsWith("250 2.6.0");
        assertThat(client.reply()).startsWith("250 2.1.0");
        assertThat(client.reply()).startsWith("250 2.1.5");
        assertThat(client.reply()).startsWith("354");
        client.raw(HEADER + "three\r\n.\r\n");
        assertReplies("250 2.6.0");
        assertThat(listener.spool.taken).extracting(Taken::asSent)
            .containsExactly(HEADER + "one\r\n", HEADER + "two\r\n", HEADER + "three\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // envelope                                                       | refusal
        "NOOP                                                             | 503 5.5.1 Say MAIL first",
        "MAIL FROM:<alice@example.org>                                    | 503 5.5.1 No recipient was accepted",
        "MAIL FROM:<alice@example.org>\\r\\nRCPT TO:<no\\tbody>       | 503 5.5.1 No recipient was accepted",
    })
    void shouldThrowChunkAwayWhenItComesOutOfSequence(String envelope, String refusal) throws Exception {
        String commands = envelope.replace("\\r\\n", "\r\n") + "\r\n";
        client.raw(commands);
        for (int i = 0; i < commands.split("\r\n").length; i++) {
            client.reply();
        }
        client.raw(chunk("RSET\r\nQUIT\r\n") + chunk("x".repeat(100_000)) + last("\r\n.\r\nQUIT\r\n"));

        assertReplies(refusal, "503 5.5.1", "503 5.5.1");
        assertThat(listener.spool.taken).isEmpty();
        // And all is well afterwards.
        assertThat(send(ENVELOPE + last(HEADER))).startsWith("250 2.1.0");
        assertReplies("250 2.1.5", "250 2.6.0");
    }

    @Test
    void shouldTakeNoLaterPartAsTheWholeWhenTheFirstChunkWasRefused() throws Exception {
        client.raw("MAIL FROM:<" + ALICE + ">\r\n" + chunk(HEADER) + "RCPT TO:<" + BOB + ">\r\n" + last(HEADER + "the rest\r\n"));

        assertReplies("250 2.1.0", "503 5.5.1", "503 5.5.1", "503 5.5.1");
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldThrowChunkOfAStrangerAway() throws Exception {
        try (SmtpClient stranger = listener.connect()) {
            stranger.startTls().say("EHLO me");
            stranger.raw(chunk("QUIT\r\n") + "NOOP\r\n");
            assertThat(stranger.reply()).startsWith("503 5.5.1");
            assertThat(stranger.reply()).startsWith("250 2.0.0 OK");
        }
    }

    @Test
    void shouldEndSessionWhenRefusedChunksAreTooMany() throws Exception {
        try (LogOf log = LogOf.info()) {
            client.raw(chunk("NOOP\r\n").repeat(30));
            for (int i = 1; i < 20; i++) {
                assertThat(client.reply()).startsWith("503 5.5.1");
            }
            assertThat(client.reply()).startsWith("421 4.7.0");
            assertThat(client.isClosed()).isTrue();
            assertThat(log.lines()).anyMatch(line -> line.contains("command refused command=ReceiveChunk"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT", "BDAT LAST", "BDAT x", "BDAT -1", "BDAT +1", "BDAT 1.5", "BDAT 0x10", "BDAT 10LAST",
        "BDAT 9223372036854775808", "BDAT 999999999999999999999999999999", "BDAT\t10", "BDAT \u00b2", " BDAT ten", "bdat ten"})
    void shouldEndSessionWhenSizeCannotBeRead(String command) throws Exception {
        client.address(ALICE, BOB).raw(command + "\r\nRSET\r\n" + ENVELOPE + last(HEADER + "smuggled\r\n"));

        assertThat(client.reply()).startsWith("501 5.5.4");
        assertThat(client.isClosed()).isTrue();
        assertThat(listener.spool.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 3_000, 20_000})
    void shouldEndSessionWhenLineOfBdatIsBad(int length) throws Exception {
        String end = length == 20 ? "\n" : "\r\n";
        client.address(ALICE, BOB).raw("BDAT " + "0".repeat(length) + end + "RSET\r\n" + ENVELOPE + last(HEADER + "smuggled\r\n"));

        assertThat(client.reply()).startsWith("501 5.5.4");
        assertThat(client.isClosed()).isTrue();
        assertThat(listener.spool.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT 6 FIRST", "BDAT 6 LAST LAST", "BDAT 6 LAST x"})
    void shouldThrowChunkAwayWhenWhatFollowsTheSizeIsNotLast(String command) throws Exception {
        client.address(ALICE, BOB).raw(command + "\r\nQUIT\r\n" + last(HEADER));

        assertReplies("501 5.5.4 Usage: BDAT", "503 5.5.1");
        assertThat(listener.spool.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT 0000000000000000000000000000000006", "BDAT   6  ", "Bdat 6"})
    void shouldReadSizeHoweverItIsWritten(String command) throws Exception {
        client.address(ALICE, BOB);

        assertThat(send(command + "\r\nFrom: ")).isEqualTo("250 2.0.0 6 octets received");
        assertThat(send(last("alice@example.org\r\n\r\n"))).startsWith("250 2.6.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999999999", "200001"})
    void shouldTakeNoHarmFromAnEndlessChunk(String size) throws Exception {
        client.address(ALICE, BOB).raw("BDAT " + size + "\r\n" + "x".repeat(150_000));
        client.abort();

        try (SmtpClient other = listener.alice()) {
            other.address(ALICE, BOB);
            assertThat(other.raw(last(HEADER)).reply()).startsWith("250 2.6.0");
        }
    }

    @ParameterizedTest
    @CsvSource({"DATA, 503", "MAIL FROM:<alice@example.org>, 503", "RCPT TO:<carol@example.net>, 503", "AUTH PLAIN, 503", "NOOP, 250",
        "VRFY bob, 252", "FOO, 500"})
    void shouldGoOnAfterWhatMayNotComeBetweenChunks(String command, String reply) throws Exception {
        client.address(ALICE, BOB);
        send(chunk(HEADER));

        assertThat(client.say(command)).startsWith(reply);
        assertThat(send(last("text\r\n"))).startsWith("250 2.6.0");
        assertThat(taken().asSent()).isEqualTo(HEADER + "text\r\n");
        assertThat(taken().recipients()).containsExactly(BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSET", "EHLO again", "HELO again"})
    void shouldForgetChunksWhenReset(String command) throws Exception {
        client.address(ALICE, BOB);
        send(chunk(HEADER + "old\r\n"));

        assertThat(client.say(command)).startsWith("250");
        assertThat(send(last("x"))).startsWith("503 5.5.1");
        client.address(ALICE, BOB);
        assertThat(send(last(HEADER + "new\r\n"))).startsWith("250 2.6.0");
        assertThat(taken().asSent()).isEqualTo(HEADER + "new\r\n");
    }

    @Test
    void shouldForgetChunksWhenTheClientGoesAway() throws Exception {
        client.address(ALICE, BOB);
        send(chunk(HEADER + "text\r\n"));
        client.raw("BDAT 10 LAST\r\nhalf");
        client.close();

        try (SmtpClient other = listener.alice()) {
            assertThat(other.say("NOOP")).startsWith("250");
        }
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldRefuseTooBigMessageAsSoonAsItsSizeIsKnown() throws Exception {
        String half = "x".repeat(LIMIT / 2);
        client.raw(ENVELOPE + chunk(HEADER) + chunk(half) + chunk(half) + last(half) + ENVELOPE
            + "BDAT 200001 LAST\r\n" + half + half + "x");

        assertReplies("250 2.1.0", "250 2.1.5", "250 2.0.0", "250 2.0.0", "552 5.3.4", "503 5.5.1", "250 2.1.0", "250 2.1.5", "552 5.3.4");
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldTakeMessageOfExactlyTheLimit() throws Exception {
        client.address(ALICE, BOB);
        send(chunk(HEADER));

        assertThat(send(last("x".repeat(LIMIT - HEADER.length())))).startsWith("250 2.6.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\r", "\r\n.\n", "a\0b\r\n"})
    void shouldJudgeMessageAsBehindDataWhenBodyIsNotSaidToBeBinary(String body) throws Exception {
        client.address(ALICE, BOB);

        assertThat(send(last(HEADER + body))).startsWith("554 5.6.0");
        assertReplies();
        assertThat(listener.spool.taken).isEmpty();
    }

    @Test
    void shouldFindBareOctetsAtTheEdgesOfChunks() throws Exception {
        client.raw(ENVELOPE + chunk(HEADER + "a\r") + last("\nb\r\n") + ENVELOPE + chunk(HEADER + "a\r") + last("b\r\n"));

        assertReplies("250 2.1.0", "250 2.1.5", "250 2.0.0", "250 2.6.0", "250 2.1.0", "250 2.1.5", "250 2.0.0", "554 5.6.0");
        assertThat(taken().asSent()).isEqualTo(HEADER + "a\r\nb\r\n");
    }

    @Test
    void shouldSayLaterWhenSpoolFails() throws Exception {
        listener.spool.fault = Optional.of(new MailQueueException("Disk is full"));
        client.address(ALICE, BOB).raw(chunk(HEADER) + last("text\r\n"));

        assertReplies("250 2.0.0", "451 4.3.0");
    }

    @Test
    void shouldRefuseDataWhenBodyIsBinary() throws Exception {
        client.raw("MAIL FROM:<" + ALICE + "> BODY=BINARYMIME\r\nRCPT TO:<" + BOB + ">\r\nDATA\r\n" + last(HEADER + "text\r\n"));

        assertReplies("250 2.1.0", "250 2.1.5", "503 5.5.1 BODY=BINARYMIME needs BDAT", "250 2.6.0");
        assertThat(taken().asSent()).isEqualTo(HEADER + "text\r\n");
    }
}
