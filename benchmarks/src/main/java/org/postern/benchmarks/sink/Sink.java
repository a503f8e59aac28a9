// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.sink;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.load.NumberedMessage;

/** The next hop: takes mail, notes its number, forgets the rest. A report has the number of the mail that it tells of. */
public final class Sink implements AutoCloseable {
    private static final String NUMBER = NumberedMessage.FIELD + ": ";
    private static final String CHECKSUM = NumberedMessage.CHECKSUM + ": ";
    private static final int HEXADECIMAL = 16;
    private static final int CLOSING_LINE = 3;
    private static final CompletableFuture<String> NOBODY = CompletableFuture.completedFuture("");

    private final ExecutorService connections = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sink");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder taken = new LongAdder();
    private final AtomicReference<CompletableFuture<String>> curious = new AtomicReference<>(NOBODY);
    private final LongAdder opened = new LongAdder();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** Nobody goes down between the note of a message and the answer to it: that would be a message twice, and nobody's fault. */
    private final ReadWriteLock standing = new ReentrantReadWriteLock();
    private final int port;
    private volatile Ledger ledger;
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

    /** Recipients of the numbered messages answered 250. */
    public long recipients() {
        return taken.sum();
    }

    /** Where the messages are noted from now on. */
    public void use(Ledger next) {
        ledger = next;
    }

    /** The header of the next message. */
    public CompletableFuture<String> nextHeader() {
        CompletableFuture<String> header = new CompletableFuture<>();
        curious.set(header);
        return header;
    }

    /** Connections so far. */
    public long connections() {
        return opened.sum();
    }

    /** What is down hears nobody any more, not even over a connection that it had. */
    public synchronized void behave(Behaviour next) throws IOException {
        standing.writeLock().lock();
        behaviour = next;
        standing.writeLock().unlock();
        if (next == Behaviour.DOWN && socket.isPresent()) {
            socket.get().close();
            socket = Optional.empty();
            for (Socket connection : open) {
                connection.close();
            }
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
                open.add(connection);
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
            OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 2048);
            Incoming in = new Incoming(connection.getInputStream(), out);
            if (behaviour == Behaviour.DOWN) {
                return;
            }
            say(out, "220 sink.test");
            boolean isReport = false;
            int recipients = 0;
            while (in.nextLine()) {
                if (in.startsWith("EHLO")) {
                    say(out, "250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 1000000000");
                } else if (in.startsWith("MAIL")) {
                    isReport = in.startsWith("MAIL FROM:<>");
                    recipients = 0;
                    say(out, "250 ok");
                } else if (in.startsWith("RCPT")) {
                    recipients++;
                    say(out, recipient(isReport));
                } else if (in.startsWith("DATA")) {
                    say(out, "354 go on");
                    if (!message(in, out, isReport, recipients)) {
                        return;
                    }
                } else if (in.startsWith("QUIT")) {
                    say(out, "221 bye");
                    out.flush();
                    return;
                } else {
                    say(out, "250 ok");
                }
            }
        } catch (IOException e) {
            // Whoever it was is gone, and with them what they had not finished.
            return;
        } finally {
            open.remove(connection);
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
    private boolean message(Incoming in, OutputStream out, boolean isReport, int recipients) throws IOException {
        Behaviour now = isReport ? Behaviour.GOOD : behaviour;
        StringBuilder head = new StringBuilder();
        CompletableFuture<String> reader = isReport ? NOBODY : curious.getAndSet(NOBODY);
        long number = -1;
        long checksum = -1;
        int lines = 0;
        do {
            if (!in.nextLine() || now == Behaviour.CLOSES_IN_DATA && ++lines > CLOSING_LINE) {
                return false;
            }
            if (number < 0 && in.startsWith(NUMBER)) {
                number = Long.parseLong(in.line().substring(NUMBER.length()).strip());
            }
            if (in.startsWith(CHECKSUM)) {
                checksum = Long.parseLong(in.line().substring(CHECKSUM.length()).strip(), HEXADECIMAL);
            }
            if (reader != NOBODY) {
                head.append(in.line());
            }
            // The number of what is reported stands behind the header.
        } while (!in.isLine(".\r\n") && (isReport && number < 0 || !in.isLine("\r\n")));
        boolean hasBody = !in.isLine(".\r\n");
        if (hasBody && !in.skipMessage() || now == Behaviour.CLOSES_BEFORE_ANSWER) {
            return false;
        }
        if (now == Behaviour.SLOW) {
            pause();
        }
        if (number >= 0 && !isReport && !(hasBody && checksum == in.checksum())) {
            ledger.mangled(number);
        }
        reader.complete(head.toString());
        return take(out, number, isReport, recipients);
    }

    /** @return whether it was answered */
    private boolean take(OutputStream out, long number, boolean isReport, int recipients) throws IOException {
        standing.readLock().lock();
        try {
            if (behaviour == Behaviour.DOWN) {
                return false;
            }
            if (number >= 0 && isReport) {
                ledger.reported(number);
            } else if (number >= 0) {
                ledger.delivered(number);
                taken.add(recipients);
            }
            say(out, "250 ok");
            out.flush();
            return true;
        } finally {
            standing.readLock().unlock();
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        behave(Behaviour.DOWN);
        connections.shutdownNow();
    }
}
