// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Says octet for octet what it is told and reads whole replies. Each write is a segment of its own. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Consumer<String> seen;
    private final List<Duration> waits = new ArrayList<>();
    private Socket socket;

    /** @param seen takes the replies that a test is about */
    Client(int port, Consumer<String> seen) throws IOException {
        this.seen = seen;
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    /** @param protocols such as {@code TLSv1.2}; none for what the JDK thinks best */
    Client handshake(String... protocols) throws IOException {
        SSLSocket secured = (SSLSocket) TrustAnyone.context().getSocketFactory()
            .createSocket(socket, "localhost", socket.getPort(), true);
        if (protocols.length > 0) {
            secured.setEnabledProtocols(protocols);
        }
        secured.startHandshake();
        socket = secured;
        return this;
    }

    Client login(String user, String password) throws IOException {
        assertThat(say("AUTH PLAIN " + base64("\0" + user + "\0" + password))).startsWith("235");
        return this;
    }

    /** A transaction up to the 354. */
    Client begin(String reversePath, String recipient) throws IOException {
        return play("""
            C: MAIL FROM:<%s>
            S: 250
            C: RCPT TO:<%s>
            S: 250
            C: DATA
            S: 354
            """.formatted(reversePath, recipient));
    }

    /** A transcript, see {@link Transcript}. Returns when the last reply in it has come. */
    Client play(String transcript) throws IOException {
        for (Transcript.Turn turn : Transcript.parse(transcript)) {
            raw(turn.said());
            for (Transcript.Expectation expectation : turn.expected()) {
                expect(expectation);
            }
        }
        return this;
    }

    /** Reads a reply, which begins so, and which the test is about. */
    Client expect(String start) throws IOException {
        expect(new Transcript.Expectation(List.of(start)));
        return this;
    }

    private void expect(Transcript.Expectation expectation) throws IOException {
        List<String> reply = reply();
        for (String line : expectation.found(reply)) {
            seen.accept(line);
        }
    }

    /** Octets as they are: ISO-8859-1, no line end added. */
    Client raw(String octets) throws IOException {
        return raw(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    Client raw(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** A command; the first line of the reply to it. Empty when the server has closed the connection. */
    String say(String command) throws IOException {
        raw(command + "\r\n");
        List<String> reply = reply();
        return reply.isEmpty() ? "" : reply.get(0);
    }

    /** What EHLO announces, a keyword and its parameters each. */
    List<String> announced() throws IOException {
        raw("EHLO client.test\r\n");
        List<String> reply = reply();
        return reply.subList(1, reply.size()).stream().map(line -> line.substring(4)).toList();
    }

    /** The lines of one reply; none when the server has closed the connection. */
    List<String> reply() throws IOException {
        long asked = System.nanoTime();
        List<String> reply = new ArrayList<>();
        String line = line();
        while (!line.isEmpty()) {
            reply.add(line);
            line = line.length() > 3 && line.charAt(3) == '-' ? line() : "";
        }
        waits.add(Duration.ofNanos(System.nanoTime() - asked));
        return reply;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = read();
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** All that still comes until the server closes, an octet a character. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (int octet = read(); octet >= 0; octet = read()) {
            rest.append((char) octet);
        }
        return rest.toString();
    }

    private int read() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException | SSLException e) {
            return -1;
        }
    }

    /** Whether the server has closed the connection and says nothing more. */
    boolean isClosed() throws IOException {
        return read() < 0;
    }

    /** The longest time that a reply took. */
    Duration longestWait() {
        return Collections.max(waits);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
