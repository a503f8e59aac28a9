// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.conscrypt.Conscrypt;

/** One client's session with a submission server: TLS, a login, then messages. */
public final class MailSession implements AutoCloseable {
    /**
     * Where to submit, and as whom.
     *
     * @param implicitTls TLS from the first octet; STARTTLS otherwise
     */
    public record Target(String host, int port, boolean implicitTls, String user, String password) {
    }

    /** What a server said that was not what the client hoped for. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String reply) {
            super(reply);
        }

        /** Whether it may be tried again. */
        public boolean isTemporary() {
            return getMessage().startsWith("4");
        }
    }

    /** The whole message was sent, and no reply came: nobody knows whether it was taken. */
    public static final class Unanswered extends IOException {
        private static final long serialVersionUID = 1L;

        Unanswered(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final int PATIENCE_MILLIS = 120_000;
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final SSLContext TLS = anyCertificate();
    private static final AtomicInteger STRANGERS = new AtomicInteger();

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private MailSession(Socket socket) throws IOException {
        use(socket);
    }

    /**
     * Connects and logs in.
     *
     * @throws Refused when the server says no
     */
    public static MailSession open(Target target) throws IOException {
        MailSession session = connect(target);
        try {
            session.login(target);
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    /** Connects and says nothing. */
    public static MailSession connect(Target target) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.connect(new InetSocketAddress(target.host(), target.port()), PATIENCE_MILLIS);
            return new MailSession(target.implicitTls() ? secured(socket, target) : socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void login(Target target) throws IOException {
        expect("220", reply());
        expect("250", say("EHLO client.test"));
        if (!target.implicitTls()) {
            expect("220", say("STARTTLS"));
            use(secured(socket, target));
            expect("250", say("EHLO client.test"));
        }
        expect("235", say("AUTH PLAIN " + Base64.getEncoder().encodeToString(
            ("\0" + target.user() + "\0" + target.password()).getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Submits one message.
     *
     * @param message without a line that begins with a dot, and with the line that ends the data
     * @return nanoseconds from the end of the data to the reply
     * @throws Refused when the server says no
     * @throws Unanswered when nobody knows whether the message was taken
     * @throws IOException when it was not sent whole
     */
    public long submit(Envelope envelope, byte[] message) throws IOException {
        out.write(envelope.octets());
        out.flush();
        String refusal = "";
        for (int i = 0; i <= envelope.recipients(); i++) {
            String reply = reply();
            if (!reply.startsWith("250") && refusal.isEmpty()) {
                refusal = reply;
            }
        }
        String go = reply();
        if (!refusal.isEmpty() && !go.startsWith("354")) {
            expect("250", say("RSET"));
            throw new Refused(refusal);
        }
        expect("354", go);
        out.write(message);
        out.flush();
        long ended = System.nanoTime();
        expect("250", outcome());
        return System.nanoTime() - ended;
    }

    private String outcome() throws Unanswered {
        try {
            return reply();
        } catch (IOException e) {
            throw new Unanswered(e);
        }
    }

    /** A command, and the reply to it. */
    public String say(String command) throws IOException {
        write(command + "\r\n");
        return reply();
    }

    /** Octets as they are. */
    public void write(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The last line of a reply. */
    public String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    /** Whether the server has said something that it was not asked for, which is a farewell, or is gone. */
    public boolean hasEnded() throws IOException {
        socket.setSoTimeout(1);
        try {
            in.read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("The server has closed the connection");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private void expect(String code, String reply) throws Refused {
        if (!reply.startsWith(code)) {
            throw new Refused(reply);
        }
    }

    private void use(Socket newSocket) throws IOException {
        socket = newSocket;
        in = new BufferedInputStream(newSocket.getInputStream());
        out = newSocket.getOutputStream();
    }

    private static Socket secured(Socket socket, Target target) throws IOException {
        // A port that was not heard of before: the whole handshake, and no session that is taken up again.
        SSLSocket tls = (SSLSocket) TLS.getSocketFactory().createSocket(socket, target.host(), STRANGERS.incrementAndGet(), true);
        tls.setEnabledProtocols(PROTOCOLS);
        tls.startHandshake();
        return tls;
    }

    private static SSLContext anyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            context.getClientSessionContext().setSessionCacheSize(1);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt has TLS", e);
        }
    }

    /** QUIT, as far as anybody listens. */
    public void quit() {
        try {
            say("QUIT");
        } catch (IOException e) {
            // It is gone; so much the better.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The servers under test have certificates of their own making. */
    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Not asked of a client.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Whoever answers on loopback is the server under test.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
