// SPDX-License-Identifier: Apache-2.0
package org.postern.stock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** The next hop on loopback: takes every mail and keeps its octets as they came over the wire. */
public final class MailSink implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket listener;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /**
     * @param reversePath without angle brackets; empty for the null reverse-path
     * @param octets of the message, dot-stuffing undone
     */
    public record Received(String reversePath, List<String> recipients, byte[] octets) {
        /** Header and body; octets over 127 as ISO-8859-1, so that none is lost. */
        public String text() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    public MailSink() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            reply(out, "220 sink.test ready");
            String reversePath = "";
            List<String> recipients = new ArrayList<>();
            for (String line = line(in); line != null; line = line(in)) {
                String command = line.toUpperCase(Locale.ROOT);
                if (command.startsWith("EHLO")) {
                    reply(out, "250-sink.test", "250 8BITMIME");
                } else if (command.startsWith("DATA")) {
                    reply(out, "354 go ahead");
                    received.add(new Received(reversePath, List.copyOf(recipients), data(in)));
                    reply(out, "250 2.6.0 kept");
                } else if (command.startsWith("QUIT")) {
                    reply(out, "221 2.0.0 bye");
                    return;
                } else {
                    if (command.startsWith("MAIL FROM:")) {
                        reversePath = path(line);
                        recipients.clear();
                    } else if (command.startsWith("RCPT TO:")) {
                        recipients.add(path(line));
                    }
                    reply(out, "250 2.0.0 fine");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] data(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (byte[] line = rawLine(in); line.length > 0; line = rawLine(in)) {
            if (line[0] == '.' && line.length == 3) {
                return message.toByteArray();
            }
            int stuffed = line[0] == '.' ? 1 : 0;
            message.write(line, stuffed, line.length - stuffed);
        }
        throw new IOException("Connection closed in the middle of a message");
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = rawLine(in);
        return line.length == 0 ? null : new String(line, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Up to and including LF; empty at the end of the stream. */
    private static byte[] rawLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static String path(String command) {
        return command.substring(command.indexOf('<') + 1, command.indexOf('>'));
    }

    private static void reply(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "mail-sink");
        thread.setDaemon(true);
        thread.start();
    }
}
