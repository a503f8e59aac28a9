// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.Load.Plan;
import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.server.Postern;
import org.postern.benchmarks.sink.Behaviour;
import org.postern.benchmarks.sink.Sink;

/** What a fault happens to: a server, its next hop, and the book on what became of each message. */
final class Stage implements AutoCloseable {
    private static final long POLL_MILLIS = 50;
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final int SESSIONS = 20;
    private static final int SIZE = 4096;
    private static final long FLOWING = 100;

    private final Ledger ledger;
    private final Sink sink;
    private final Postern postern;
    private final Random random;
    private final Deque<AutoCloseable> props = new ArrayDeque<>();
    private final List<String> shortcomings = new ArrayList<>();
    private long nextNumber;

    private Stage(Ledger ledger, Sink sink, Postern postern, Random random) {
        this.ledger = ledger;
        this.sink = sink;
        this.postern = postern;
        this.random = random;
    }

    /**
     * Nothing runs yet but the next hop.
     *
     * @param home an empty directory
     * @param seed what happens at a random moment happens at the same one with the same seed, as far as the machine allows
     * @param launcher see {@link Postern#prepare}
     */
    static Stage open(Path distribution, Path home, long seed, String... launcher) throws IOException {
        Ledger ledger = new Ledger();
        Sink sink = Sink.start(ledger);
        Postern postern = Postern.prepare(distribution, home, sink.port(), launcher)
            .edit("mailetcontainer.xml", "<delayTime>[^<]*<", "<delayTime>600*1 second<")
            .edit("mailetcontainer.xml", "<maxRetries>\\d+<", "<maxRetries>600<");
        return new Stage(ledger, sink, postern, new Random(seed));
    }

    Postern postern() {
        return postern;
    }

    Sink sink() {
        return sink;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Something that stands beside the server until this is gone. */
    <T extends AutoCloseable> T bring(T prop) {
        props.push(prop);
        return prop;
    }

    /** What was brought of this kind. */
    <T> T prop(Class<T> kind) {
        return props.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
    }

    /** What has to be true of a server that bears the fault. */
    void expect(boolean isTrue, String otherwise) {
        if (!isTrue) {
            shortcomings.add(otherwise);
        }
    }

    /** That the clients were told to try again, if anything: a fault on our side is nobody else's. */
    void expectNoFinalRefusal(Load.Result result) {
        expect(result.refusals().keySet().stream().noneMatch(code -> code.startsWith("5")), "refused for good: " + result.refusals());
    }

    /** That so many messages are taken, each at once. */
    void expectAllTaken(long messages, String when) throws IOException, InterruptedException {
        // A login of each client at the same time may be more than a busy machine works out. One is, and is remembered.
        MailSession.open(postern.submissions()).close();
        try (Load load = load(messages)) {
            Load.Result result = load.await();
            expect(result.accepted() == messages, "of " + messages + " messages " + result.accepted() + " taken " + when + ": "
                + result.complaint());
        }
    }

    /**
     * That nothing is delivered while nothing can be: a fault that no mail meets shows nothing.
     *
     * @param before what had arrived until then
     */
    void expectNoneDelivered(int before) {
        int meanwhile = ledger.arrived() - before;
        expect(meanwhile == 0, meanwhile + " delivered meanwhile: this has shown nothing");
    }

    /** What was otherwise than expected. */
    List<String> shortcomings() {
        return List.copyOf(shortcomings);
    }

    /** @return milliseconds, from {@code least} up to {@code most} */
    long atRandom(int least, int most) {
        return least + random.nextInt(most - least);
    }

    /** Clients that submit messages of 4 KB over kept connections until they are stopped or have sent so many. */
    Load load(long messages) {
        return load(new Plan(SESSIONS, messages, SIZE, 1, true));
    }

    Load load(Plan plan) {
        Load load = Load.start(postern.submissions(), plan, ledger, nextNumber);
        nextNumber += plan.messages();
        return load;
    }

    /** Clients that submit so many in a second over kept connections. */
    Load load(long messages, double perSecond) {
        return load(new Plan(SESSIONS, messages, SIZE, 1, true, perSecond));
    }

    /** Waits until mail flows: the first messages have to wait for the logins. */
    void flowing(Load load) throws InterruptedException {
        expect(waitFor(SETTLING, () -> load.accepted() > FLOWING), "no mail flows");
    }

    /** Waits until all that was answered 250 has arrived or come back, or until it is clear that it does not. */
    void settle() throws IOException, InterruptedException {
        sink.behave(Behaviour.GOOD);
        waitFor(SETTLING, ledger::isComplete);
        // What is delivered twice comes behind the first.
        TimeUnit.SECONDS.sleep(3);
    }

    /** @return whether it came true in time */
    static boolean waitFor(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** What cannot be put away does not keep the rest from it. */
    @Override
    public void close() throws IOException {
        IOException left = new IOException("cannot be put away");
        put(postern, left);
        put(sink, left);
        while (!props.isEmpty()) {
            put(props.pop(), left);
        }
        if (left.getSuppressed().length > 0) {
            throw left;
        }
    }

    private static void put(AutoCloseable away, IOException left) {
        try {
            away.close();
        } catch (Exception e) {
            left.addSuppressed(e);
        }
    }
}
