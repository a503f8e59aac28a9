// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.postern.benchmarks.load.MailSession.Refused;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.load.MailSession.Unanswered;

/**
 * Clients that submit numbered messages until there are no more, or until they are stopped. A message that a client cannot
 * say was taken is not sent again: the next one has the next number.
 */
public final class Load implements AutoCloseable {
    /**
     * What the clients do.
     *
     * @param sessions at the same time
     * @param messages in all
     * @param size of a message in octets
     * @param recipients of a message
     * @param keepConnections one message after the other over one connection; else a connection, with its TLS and its login,
     *     for each message
     * @param perSecond messages of all clients together; 0 for as many as the server takes
     */
    public record Plan(int sessions, long messages, int size, int recipients, boolean keepConnections, double perSecond) {
        /** As fast as the server takes them. */
        public Plan(int sessions, long messages, int size, int recipients, boolean keepConnections) {
            this(sessions, messages, size, recipients, keepConnections, 0);
        }
    }

    /**
     * How it went.
     *
     * @param accepted messages answered 250
     * @param seconds from the first client's start to the last one's end
     * @param refused messages answered with another code, or not sent as no connection could be had
     * @param complaint the first thing that went wrong; empty when nothing did
     * @param refusals how often each code of a reply was read that was not the one hoped for, such as {@code 452 4.3.1}
     * @param latencies nanoseconds from the end of the data to 250, sorted
     */
    public record Result(long accepted, double seconds, long refused, String complaint, Map<String, Long> refusals,
            long[] latencies) {
        public double perSecond() {
            return accepted / seconds;
        }

        /** @param share 0 to 1 */
        public double millis(double share) {
            return latencies.length == 0 ? 0 : latencies[(int) Math.min(latencies.length - 1L, (long) (latencies.length * share))] / 1e6;
        }
    }

    private static final long PAUSE_MILLIS = 50;

    private final Target target;
    private final Plan plan;
    private final Ledger ledger;
    private final AtomicLong next;
    private final long last;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, Long> refusals = new ConcurrentHashMap<>();
    private final AtomicReference<String> complaint = new AtomicReference<>("");
    private final ConcurrentLinkedQueue<long[]> latencies = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready;
    private final CountDownLatch begin = new CountDownLatch(1);
    private final Envelope envelope;
    private final List<String> recipients;
    private final ExecutorService clients;
    private volatile long started;

    private Load(Target target, Plan plan, Ledger ledger, long firstNumber) {
        this.target = target;
        this.plan = plan;
        this.ledger = ledger;
        this.next = new AtomicLong(firstNumber);
        this.last = firstNumber + plan.messages();
        this.ready = new CountDownLatch(plan.sessions());
        this.recipients = Envelope.people(plan.recipients());
        this.envelope = Envelope.of(target.user(), recipients);
        this.clients = Executors.newFixedThreadPool(plan.sessions(), task -> {
            Thread thread = new Thread(task, "client");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins at once. */
    public static Load start(Target target, Plan plan, Ledger ledger, long firstNumber) {
        Load load = new Load(target, plan, ledger, firstNumber);
        load.run(false);
        load.begin();
        return load;
    }

    /** Returns when the clients are connected, and logged in, and have their messages; nothing is sent before {@link #begin}. */
    public static Load prepare(Target target, Plan plan, Ledger ledger, long firstNumber) throws InterruptedException {
        Load load = new Load(target, plan, ledger, firstNumber);
        load.run(plan.keepConnections());
        load.ready.await();
        return load;
    }

    private void run(boolean connectFirst) {
        for (int i = 0; i < plan.sessions(); i++) {
            int place = i;
            clients.execute(() -> client(place, connectFirst));
        }
        clients.shutdown();
    }

    /** From here on the time counts. */
    public void begin() {
        started = System.nanoTime();
        begin.countDown();
    }

    /** No new message from now on. */
    public void stop() {
        stopped.set(true);
    }

    public long accepted() {
        return accepted.sum();
    }

    /** Waits for all clients to end, but not longer than so. */
    public Result await(long time, TimeUnit unit) throws InterruptedException {
        if (!clients.awaitTermination(time, unit)) {
            throw new IllegalStateException("The clients do not end");
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        long[] sorted = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(accepted.sum(), seconds, refused.sum(), complaint.get(), Map.copyOf(refusals), sorted);
    }

    /** Waits for all clients to end. */
    public Result await() throws InterruptedException {
        return await(1, TimeUnit.HOURS);
    }

    private void client(int place, boolean connectFirst) {
        NumberedMessage message = new NumberedMessage(target.user(), recipients.get(0), plan.size());
        Times times = new Times();
        Optional<MailSession> session = Optional.empty();
        if (connectFirst) {
            session = connect();
        }
        ready.countDown();
        try {
            begin.await();
            for (long turn = 0; !stopped.get(); turn++) {
                waitForTurn(place, turn);
                long number = next.getAndIncrement();
                if (number >= last) {
                    break;
                }
                session = submit(session, message, number, times);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        latencies.add(times.all());
        session.ifPresent(Load::end);
    }

    /** The clients take turns, so that a rate of few messages a second is not one of many at once. */
    private void waitForTurn(int place, long turn) throws InterruptedException {
        if (plan.perSecond() > 0) {
            long due = started + (long) ((turn * plan.sessions() + place) * 1e9 / plan.perSecond());
            long nanos = due - System.nanoTime();
            if (nanos > 0) {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        }
    }

    private Optional<MailSession> connect() {
        try {
            return Optional.of(MailSession.open(target));
        } catch (IOException e) {
            failed(e);
            pause();
            return Optional.empty();
        }
    }

    /** @return the session when it can be used again */
    private Optional<MailSession> submit(Optional<MailSession> kept, NumberedMessage message, long number, Times times) {
        Optional<MailSession> connected = kept.or(this::connect);
        if (connected.isEmpty()) {
            return connected;
        }
        MailSession session = connected.get();
        try {
            times.add(session.submit(envelope, message.octets(number)));
            accepted.increment();
            ledger.answered(number);
        } catch (Refused e) {
            failed(e);
            if (e.getMessage().startsWith("421")) {
                close(session);
                return Optional.empty();
            }
        } catch (IOException e) {
            if (e instanceof Unanswered) {
                ledger.unanswered(number);
            }
            failed(e);
            close(session);
            return Optional.empty();
        }
        if (plan.keepConnections()) {
            return connected;
        }
        end(session);
        return Optional.empty();
    }

    private void failed(IOException fault) {
        refused.increment();
        complaint.compareAndSet("", String.valueOf(fault.getMessage()));
        if (fault instanceof Refused) {
            refusals.merge(fault.getMessage().replaceAll("^(\\d+( [\\d.]+)?).*", "$1"), 1L, Long::sum);
        }
    }

    private static void end(MailSession session) {
        session.quit();
        close(session);
    }

    private static void close(MailSession session) {
        try {
            session.close();
        } catch (IOException e) {
            // Nothing more is expected of it.
            return;
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.set(true);
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        begin.countDown();
        clients.shutdownNow();
    }
}
