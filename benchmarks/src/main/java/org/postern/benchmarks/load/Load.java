// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.postern.benchmarks.load.MailSession.Refused;
import org.postern.benchmarks.load.MailSession.Target;

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
     */
    public record Plan(int sessions, long messages, int size, int recipients, boolean keepConnections) {
    }

    /**
     * How it went.
     *
     * @param accepted messages answered 250
     * @param seconds from the first client's start to the last one's end
     * @param refused messages answered with another code, or not sent as no connection could be had
     * @param latencies nanoseconds from the end of the data to 250, sorted
     */
    public record Result(long accepted, double seconds, long refused, long[] latencies) {
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
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients;
    private final long started = System.nanoTime();

    private Load(Target target, Plan plan, Ledger ledger, long firstNumber) {
        this.target = target;
        this.plan = plan;
        this.ledger = ledger;
        this.next = new AtomicLong(firstNumber);
        this.last = firstNumber + plan.messages();
        this.clients = Executors.newFixedThreadPool(plan.sessions(), task -> {
            Thread thread = new Thread(task, "client");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins at once. */
    public static Load start(Target target, Plan plan, Ledger ledger, long firstNumber) {
        Load load = new Load(target, plan, ledger, firstNumber);
        for (int i = 0; i < plan.sessions(); i++) {
            load.clients.execute(load::client);
        }
        load.clients.shutdown();
        return load;
    }

    /** No new message from now on. */
    public void stop() {
        stopped.set(true);
    }

    public long accepted() {
        return accepted.sum();
    }

    /** Waits for all clients to end. */
    public Result await() throws InterruptedException {
        if (!clients.awaitTermination(1, TimeUnit.HOURS)) {
            throw new IllegalStateException("The clients do not end");
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        long[] sorted = latencies.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Result(accepted.sum(), seconds, refused.sum(), sorted);
    }

    private void client() {
        Optional<MailSession> session = Optional.empty();
        while (!stopped.get()) {
            long number = next.getAndIncrement();
            if (number >= last) {
                break;
            }
            session = submit(session, number);
        }
        session.ifPresent(Load::end);
    }

    /** @return the session when it can be used again */
    private Optional<MailSession> submit(Optional<MailSession> kept, long number) {
        MailSession session;
        try {
            session = kept.isPresent() ? kept.get() : MailSession.open(target);
        } catch (IOException e) {
            refused.increment();
            pause();
            return Optional.empty();
        }
        List<String> recipients = IntStream.range(0, plan.recipients()).mapToObj(i -> "r" + i + "@sink.test").toList();
        byte[] octets = new NumberedMessage(number).octets(target.user(), recipients.get(0), plan.size());
        try {
            latencies.add(session.submit(target.user(), recipients, octets));
            accepted.increment();
            ledger.answered(number);
        } catch (Refused e) {
            refused.increment();
            if (e.getMessage().startsWith("421")) {
                close(session);
                return Optional.empty();
            }
        } catch (IOException e) {
            ledger.unanswered(number);
            refused.increment();
            close(session);
            return Optional.empty();
        }
        if (plan.keepConnections()) {
            return Optional.of(session);
        }
        end(session);
        return Optional.empty();
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
        clients.shutdownNow();
    }
}
