// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A receiving server that answers as told and keeps what it took, octet for octet. */
public final class TestMx implements AutoCloseable {

    /** The usual answer. */
    public static final String OK = "250 2.0.0 ok";

    private final ServerSocket socket;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile Function<String, String> answers = command -> OK;
    private volatile List<String> extensions = List.of("8BITMIME");
    private volatile Optional<SSLContext> tls = Optional.empty();

    /**
     * A message that was answered 250.
     *
     * @param sender the MAIL line
     * @param recipients the RCPT lines that were accepted
     * @param octets header and body
     */
    public record Received(String sender, List<String> recipients, byte[] octets) {

        public String text() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    private TestMx() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    public static TestMx start() throws IOException {
        TestMx mx = new TestMx();
        daemon(mx::accept);
        return mx;
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** How many there have been. */
    public int connections() {
        return connections.size();
    }

    /** Ends all connections, without a word. */
    public void hangUp() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }

    /** @param newAnswers from a command line, or {@code "."} for the end of a message, to the reply */
    public void answer(Function<String, String> newAnswers) {
        answers = newAnswers;
    }

    /** Lets STARTTLS succeed, where it is offered. */
    public TestMx withTls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** What EHLO offers from now on, as after a restart; TLS is answered as told, and then fails. */
    public TestMx offering(String... newExtensions) {
        extensions = List.of(newExtensions);
        try {
            hangUp();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                daemon(() -> talk(connection));
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    private void talk(Socket connection) {
        try (connection; OutputStream out = connection.getOutputStream()) {
            say(out, "220 mx.test");
            converse(connection);
        } catch (IOException e) {
            // The client went away in the middle; what it sent so far was not taken.
            return;
        }
    }

    private void converse(Socket connection) throws IOException {
        try (InputStream in = new BufferedInputStream(connection.getInputStream()); OutputStream out = connection.getOutputStream()) {
            String sender = "";
            List<String> recipients = new ArrayList<>();
            for (String line = line(in); line != null; line = line(in)) {
                String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(out, "250-mx.test\r\n"
                        + extensions.stream().map(extension -> "250-" + extension + "\r\n").collect(Collectors.joining())
                        + "250 HELP");
                    case "STARTTLS" -> {
                        String answer = answers.apply(line);
                        say(out, answer.equals(OK) ? "220 go on" : answer);
                        if (answer.equals(OK) && tls.isPresent()) {
                            SSLSocket secured = (SSLSocket) tls.get().getSocketFactory().createSocket(connection, null, true);
                            secured.setUseClientMode(false);
                            converse(secured);
                        }
                        if (answer.equals(OK)) {
                            return;
                        }
                    }
                    case "QUIT" -> say(out, "221 bye");
                    case "MAIL" -> {
                        sender = line;
                        recipients = new ArrayList<>();
                        say(out, answers.apply(line));
                    }
                    case "RCPT" -> {
                        String answer = answers.apply(line);
                        if (answer.startsWith("2")) {
                            recipients.add(line);
                        }
                        say(out, answer);
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        byte[] octets = data(in);
                        String answer = answers.apply(".");
                        if (answer.startsWith("2")) {
                            received.add(new Received(sender, List.copyOf(recipients), octets));
                        }
                        say(out, answer);
                    }
                    default -> say(out, answers.apply(line));
                }
            }
        }
    }

    private static byte[] data(InputStream in) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String line = line(in); !".".equals(line); line = line(in)) {
            if (line == null) {
                throw new EOFException("The message has no end");
            }
            String unstuffed = line.startsWith(".") ? line.substring(1) : line;
            octets.writeBytes((unstuffed + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return octets.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return null;
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "test-mx");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
