// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.load.NumberedMessage;

class SinkTest {
    private static final String HEADER = "Subject: a\r\nX-Postern-Number: 007\r\n\r\n";

    private final Ledger ledger = new Ledger();
    private Sink sink;
    private Socket socket;
    private BufferedReader in;

    @BeforeEach
    void connect() throws IOException {
        sink = Sink.start(ledger);
        socket = new Socket("127.0.0.1", sink.port());
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        expect("220");
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        sink.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x\r\n", "\r\n", "..\r\n", "a.\r\n.b\r\n..\r\n", "\n.\n\r\n", "x\r\r\n", ".\r\r\n"})
    void shouldFindTheEndOfAMessageWhateverItsBody(String body) throws IOException {
        int recipients = 0;
        CRC32 checksum = new CRC32();
        checksum.update(body.getBytes(StandardCharsets.US_ASCII));
        String header = "X-Postern-Checksum: " + Long.toHexString(checksum.getValue()) + "\r\n" + HEADER;
        for (int i = 0; i < 3; i++) {
            say("MAIL FROM:<ann@example.org>\r\nRCPT TO:<a@sink.test>\r\nRCPT TO:<b@sink.test>\r\nDATA\r\n");
            expect("250", "250", "250", "354");
            say(header + body + ".\r\nRSET\r\n");
            expect("250", "250");
            recipients += 2;
        }

        assertThat(ledger.arrived()).isEqualTo(1);
        assertThat(ledger.twice()).containsExactly(7L);
        assertThat(sink.recipients()).isEqualTo(recipients);
        assertThat(ledger.mangled()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 70_000})
    void shouldTellTheBodyThatWasSentFromAnother(int size) throws IOException {
        NumberedMessage message = new NumberedMessage("ann@example.org", "a@sink.test", size);
        submit(new String(message.octets(7), StandardCharsets.US_ASCII));
        submit(new String(message.octets(8), StandardCharsets.US_ASCII).replaceFirst("x{76}\r\n\\.\r\n$", ".\r\n"));
        submit(new String(message.octets(9), StandardCharsets.US_ASCII).replaceFirst("xx\r\n", "yx\r\n"));

        assertThat(ledger.arrived()).isEqualTo(3);
        assertThat(ledger.mangled()).containsExactly(8L, 9L);
    }

    private void submit(String message) throws IOException {
        say("MAIL FROM:<ann@example.org>\r\nRCPT TO:<a@sink.test>\r\nDATA\r\n");
        expect("250", "250", "354");
        say(message);
        expect("250");
    }

    @Test
    void shouldFindTheEndOfAMessageWhereverItsPiecesAreCut() throws IOException {
        String text = HEADER + "x".repeat(70_000) + "\r\n.x\r\n.\r\n";
        int[] cuts = {1, 20, 33, text.length() - 5, text.length() - 4, text.length() - 3, text.length() - 2, text.length() - 1};
        for (int cut : cuts) {
            say("MAIL FROM:<ann@example.org>\r\nRCPT TO:<a@sink.test>\r\nDATA\r\n");
            expect("250", "250", "354");
            say(text.substring(0, cut));
            say(text.substring(cut));
            expect("250");
        }

        assertThat(sink.recipients()).isEqualTo(cuts.length);
    }

    @Test
    void shouldFindTheNumberOfAReportBehindItsHeader() throws IOException {
        say("MAIL FROM:<>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n");
        expect("250", "250", "354");
        say("Subject: failed\r\n\r\nIt did not work:\r\n\r\nX-Postern-Number: 007\r\n.\r\nQUIT\r\n");
        expect("250", "221");

        ledger.answered(7);
        assertThat(ledger.lost()).isEmpty();
        assertThat(ledger.arrived()).isZero();
    }

    @Test
    void shouldShowAHeaderToWhoAsks() throws IOException {
        CompletableFuture<String> header = sink.nextHeader();
        say("MAIL FROM:<ann@example.org>\r\nRCPT TO:<a@sink.test>\r\nDATA\r\n" + HEADER + "x\r\n.\r\n");
        expect("250", "250", "354", "250");

        assertThat(header).isCompletedWithValue(HEADER);
    }

    @Test
    void shouldHearNobodyAnyMoreWhenDown() throws IOException {
        say("MAIL FROM:<ann@example.org>\r\nRCPT TO:<a@sink.test>\r\nDATA\r\n");
        expect("250", "250", "354");

        sink.behave(Behaviour.DOWN);

        assertThat(isHeard(HEADER + ".\r\n")).isFalse();
        assertThat(ledger.arrived()).isZero();
    }

    private boolean isHeard(String octets) {
        try {
            say(octets);
            return in.readLine() != null;
        } catch (IOException e) {
            return false;
        }
    }

    private void say(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private void expect(String... codes) throws IOException {
        for (String code : codes) {
            assertThat(in.readLine()).startsWith(code);
        }
    }
}
