// SPDX-License-Identifier: Apache-2.0
package org.postern.stock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** An SMTP client that says word for word what a test tells it to, right or wrong. */
public final class Dialogue implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private InputStream in;

    private Dialogue(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to loopback and reads the greeting. */
    public static Dialogue with(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Dialogue dialogue = new Dialogue(socket);
        dialogue.reply();
        return dialogue;
    }

    /** Connects to loopback, to a port where TLS comes first, and reads the greeting. */
    public static Dialogue withTls(int port) throws IOException, GeneralSecurityException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Dialogue dialogue = new Dialogue(socket);
        dialogue.encrypt();
        dialogue.reply();
        return dialogue;
    }

    /** EHLO and STARTTLS, with whatever certificate the server has. */
    public Dialogue startTls() throws IOException, GeneralSecurityException {
        say("EHLO client.example.net");
        String reply = say("STARTTLS");
        if (!reply.startsWith("220")) {
            throw new IOException("No TLS: " + reply);
        }
        encrypt();
        return this;
    }

    /** EHLO and AUTH PLAIN. */
    public Dialogue authenticate(String user, String password) throws IOException {
        say("EHLO client.example.net");
        String credentials = "\0" + user + "\0" + password;
        String reply = say("AUTH PLAIN " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        if (!reply.startsWith("235")) {
            throw new IOException("Not authenticated: " + reply);
        }
        return this;
    }

    /** A command and its whole reply, lines parted by LF. */
    public String say(String command) throws IOException {
        send((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return reply();
    }

    /** Exactly these octets; reads nothing. */
    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /** MAIL, RCPT and DATA up to 354; the reply that came instead of it otherwise. */
    public String envelope(String reversePath, String recipient) throws IOException {
        String mail = say("MAIL FROM:<" + reversePath + ">");
        if (!mail.startsWith("250")) {
            return mail;
        }
        String rcpt = say("RCPT TO:<" + recipient + ">");
        return rcpt.startsWith("250") ? say("DATA") : rcpt;
    }

    /** A whole transaction; lines of the message are parted by CRLF here, characters are ISO-8859-1 octets. */
    public String submit(String reversePath, String recipient, String... lines) throws IOException {
        String data = envelope(reversePath, recipient);
        if (!data.startsWith("354")) {
            return data;
        }
        send((String.join("\r\n", lines) + "\r\n.\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return reply();
    }

    /** The next whole reply, lines parted by LF. */
    public String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        for (String line = line(); ; line = line()) {
            reply.append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
            reply.append('\n');
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void encrypt() throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustsAll()}, null);
        SSLSocket secure = (SSLSocket) trusting.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secure.setSoTimeout(PATIENCE_MILLIS);
        secure.startHandshake();
        socket = secure;
        in = new BufferedInputStream(secure.getInputStream());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("Server closed the connection");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket client) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket server) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
