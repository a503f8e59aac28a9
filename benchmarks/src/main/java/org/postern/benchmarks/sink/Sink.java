// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.sink;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.load.NumberedMessage;

/** The next hop: takes mail, notes its number, forgets the rest. A report has the number of the mail that it tells of. */
public final class Sink implements AutoCloseable {
    private static final String NUMBER = NumberedMessage.FIELD + ": ";
    private static final int CLOSING_LINE = 3;

    private final Ledger ledger;
    private final ExecutorService connections = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sink");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder taken = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final int port;
    private volatile Behaviour behaviour = Behaviour.GOOD;
    private Optional<ServerSocket> socket;

    private Sink(Ledger ledger, ServerSocket socket) {
        this.ledger = ledger;
        this.socket = Optional.of(socket);
        this.port = socket.getLocalPort();
        connections.execute(() -> accept(socket));
    }

    public static Sink start(Ledger ledger) throws IOException {
        return new Sink(ledger, listen(0));
    }

    public int port() {
        return port;
    }

    /** Messages answered 250, reports among them. */
    public long taken() {
        return taken.sum();
    }

    /** Connections so far. */
    public long connections() {
        return opened.sum();
    }

    public synchronized void behave(Behaviour next) throws IOException {
        behaviour = next;
        if (next == Behaviour.DOWN && socket.isPresent()) {
            socket.get().close();
            socket = Optional.empty();
        } else if (next != Behaviour.DOWN && socket.isEmpty()) {
            ServerSocket again = listen(port);
            socket = Optional.of(again);
            connections.execute(() -> accept(again));
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1024);
        return socket;
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket connection = listening.accept();
                opened.increment();
                connections.execute(() -> talk(connection));
            }
        } catch (IOException e) {
            // It was closed.
            return;
        }
    }

    private void talk(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 16_384);
            OutputStream out = connection.getOutputStream();
            say(out, "220 sink.test");
            boolean isReport = false;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String command = line.toUpperCase(Locale.ROOT);
                if (command.startsWith("EHLO")) {
                    say(out, "250-sink.test\r\n250-8BITMIME\r\n250 SIZE 1000000000");
                } else if (command.startsWith("MAIL")) {
                    isReport = command.startsWith("MAIL FROM:<>");
                    say(out, "250 ok");
                } else if (command.startsWith("RCPT")) {
                    say(out, recipient(isReport));
                } else if (command.startsWith("DATA")) {
                    say(out, "354 go on");
                    if (!message(in, out, isReport)) {
                        return;
                    }
                } else if (command.startsWith("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 ok");
                }
            }
        } catch (IOException e) {
            // Whoever it was is gone, and with them what they had not finished.
            return;
        }
    }

    private String recipient(boolean isReport) {
        if (isReport) {
            return "250 ok";
        }
        return switch (behaviour) {
            case LATER -> "451 4.3.0 later";
            case NEVER -> "550 5.1.1 no such person";
            default -> "250 ok";
        };
    }

    /** @return whether the connection goes on */
    private boolean message(InputStream in, OutputStream out, boolean isReport) throws IOException {
        long number = -1;
        int lines = 0;
        Behaviour now = isReport ? Behaviour.GOOD : behaviour;
        for (String line = line(in); !line.equals(".\r\n"); line = line(in)) {
            if (line.isEmpty() || now == Behaviour.CLOSES_IN_DATA && ++lines > CLOSING_LINE) {
                return false;
            }
            if (number < 0 && line.regionMatches(true, 0, NUMBER, 0, NUMBER.length())) {
                number = Long.parseLong(line.substring(NUMBER.length()).strip());
            }
        }
        if (now == Behaviour.CLOSES_BEFORE_ANSWER) {
            return false;
        }
        if (now == Behaviour.SLOW) {
            pause();
        }
        if (number >= 0 && isReport) {
            ledger.reported(number);
        } else if (number >= 0) {
            ledger.delivered(number);
        }
        taken.increment();
        say(out, "250 ok");
        return true;
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With its line end; empty at the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int octet = in.read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            octet = in.read();
        }
        return "";
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        behave(Behaviour.DOWN);
        connections.shutdownNow();
    }
}
