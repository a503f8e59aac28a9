// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

class KeptConnectionTest {
    private static final String ANSWER = "{\"action\": \"reject\"}";

    @Test
    void shouldAskOnceMoreWhenTheConnectionEndsWithoutAnAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Listener listener = Listener.startTls("", "<handler class=\"org.postern.hooks.ContentFilter\"><url>http://127.0.0.1:"
                    + server.getLocalPort() + "/</url></handler>");
                SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            CompletableFuture<Void> filter = CompletableFuture.runAsync(() -> answerTheSecond(server));

            assertThat(client.raw("From: alice@example.org\r\n\r\nText\r\n").say(".")).startsWith("550 5.7.1");
            filter.join();
        }
    }

    private static void answerTheSecond(ServerSocket server) {
        try {
            try (Socket first = server.accept()) {
                read(first);
            }
            try (Socket second = server.accept()) {
                read(second);
                second.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n" + ANSWER).getBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Socket connection) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith("\r\nText\r\n")) {
            int octet = connection.getInputStream().read();
            if (octet < 0) {
                throw new EOFException("no whole message");
            }
            read.append((char) octet);
        }
    }
}
