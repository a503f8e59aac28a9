// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Says what it is told and reads whole replies. */
public final class SmtpClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final SSLContext tls;
    private Socket socket;

    SmtpClient(int port, SSLContext tls) throws IOException {
        this("127.0.0.1", port, tls);
    }

    /** @param address of loopback, as which the server sees the client */
    SmtpClient(String address, int port, SSLContext tls) throws IOException {
        this.tls = tls;
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    public SmtpClient handshake(String... protocols) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        if (protocols.length > 0) {
            secured.setEnabledProtocols(protocols);
        }
        secured.startHandshake();
        socket = secured;
        return this;
    }

    /** As the client sees it; to be called after the handshake. */
    public SSLSession tls() {
        return ((SSLSocket) socket).getSession();
    }

    /** Octets as they are: ISO-8859-1, no line end added. */
    public SmtpClient raw(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** A command, and the reply to it. */
    public String say(String command) throws IOException {
        raw(command + "\r\n");
        return reply();
    }

    /** One reply, its lines joined with LF; empty when the server has closed the connection. */
    public String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line = line();
            if (line.isEmpty()) {
                return reply.toString();
            }
            reply.append(reply.length() == 0 ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = read();
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    private int read() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketException e) {
            return -1;
        }
    }

    /** Whether the server has closed the connection and says nothing more. */
    public boolean isClosed() throws IOException {
        return read() < 0;
    }

    /** Whether the server has ended its side in good order; throws when it has reset the connection. */
    public boolean atEnd() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /** Closes with a reset, as a client does that leaves octets of the server unread. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public SmtpClient startTls(String... protocols) throws IOException {
        reply();
        say("EHLO client.example.org");
        say("STARTTLS");
        return handshake(protocols);
    }

    /** Up to the point where mail may be sent. */
    public SmtpClient login(String user, String password) throws IOException {
        say("EHLO client.example.org");
        String reply = say("AUTH PLAIN " + base64("\0" + user + "\0" + password));
        if (!reply.startsWith("235")) {
            throw new AssertionError(reply);
        }
        return this;
    }

    /** The envelope of a transaction. */
    public SmtpClient address(String from, String... recipients) throws IOException {
        expect("250", say("MAIL FROM:<" + from + ">"));
        for (String recipient : recipients) {
            expect("250", say("RCPT TO:<" + recipient + ">"));
        }
        return this;
    }

    /** A whole transaction up to the 354. */
    public SmtpClient begin(String from, String... recipients) throws IOException {
        address(from, recipients);
        expect("354", say("DATA"));
        return this;
    }

    private static void expect(String code, String reply) {
        if (!reply.startsWith(code)) {
            throw new AssertionError("Expected " + code + " and got " + reply);
        }
    }

    /** For {@link #raw} and {@link #say}: the octets of UTF-8 as ISO-8859-1. */
    public static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
