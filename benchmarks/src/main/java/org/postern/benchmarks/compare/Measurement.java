// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.Load.Plan;
import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.server.Peer;
import org.postern.benchmarks.server.Usage;
import org.postern.benchmarks.sink.Sink;

/** Lets clients loose on a server, and looks at the clock, at the processors and at the next hop. */
final class Measurement {
    private static final long POLL_MILLIS = 20;
    private static final long MEMORY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Sink sink;
    private final Duration time;
    private final long mostMessages;
    private final Duration patience;
    private long nextNumber;

    /**
     * @param time for which clients submit
     * @param mostMessages after which they stop, should that be earlier
     * @param patience for all that was accepted to arrive
     */
    Measurement(Sink sink, Duration time, long mostMessages, Duration patience) {
        this.sink = sink;
        this.time = time;
        this.mostMessages = mostMessages;
        this.patience = patience;
    }

    /** @param perSecond 0 for as many as the server takes */
    Figures take(Peer peer, Cell cell, double perSecond) throws IOException, InterruptedException {
        // Of a login that is remembered nothing is to be paid here, and of one that is not, once more is no matter.
        MailSession.open(peer.submission()).close();
        Ledger ledger = new Ledger();
        sink.use(ledger);
        Plan plan = cell.workload().plan(cell.sessions(), mostMessages, perSecond);
        try (Load load = Load.prepare(peer.submission(), plan, ledger, nextNumber)) {
            nextNumber += mostMessages;
            long arrivedBefore = sink.recipients();
            double server = peer.processes().cpuSeconds();
            double clients = ownCpuSeconds();
            double machine = Machine.busySeconds();
            long began = System.nanoTime();
            load.begin();
            long megabytes = submit(load, peer, began);
            Load.Result result = load.await(patience.toSeconds(), TimeUnit.SECONDS);
            if (cell.isDelivered()) {
                awaitArrival(arrivedBefore + result.accepted() * plan.recipients());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            server = peer.processes().cpuSeconds() - server;
            clients = ownCpuSeconds() - clients;
            machine = Machine.busySeconds() - machine;
            megabytes = Math.max(megabytes, peer.processes().residentMegabytes());
            return new Figures(result.accepted(), result.perSecond(), cell.isDelivered() ? ledger.arrived() / seconds : 0,
                1000 * server / Math.max(1, result.accepted()), result.millis(0.5), result.millis(0.99), megabytes,
                clients / seconds / CORES, Math.max(0, machine - clients - server) / seconds / CORES, result.refused(),
                cell.isDelivered() ? ledger.lost().size() : 0, ledger.twice().size(), result.complaint());
        }
    }

    /** More messages that will wait, so many. */
    void fill(Peer peer, Cell cell, long messages) throws IOException, InterruptedException {
        Plan plan = cell.workload().plan(cell.sessions(), messages, 0);
        try (Load load = Load.start(peer.submission(), plan, new Ledger(), nextNumber)) {
            nextNumber += messages;
            Load.Result result = load.await();
            if (result.accepted() < messages) {
                throw new IOException("The queue cannot be filled: " + result.complaint());
            }
        }
    }

    /** @return the most megabytes that the server had meanwhile */
    private long submit(Load load, Peer peer, long began) throws IOException, InterruptedException {
        long end = began + time.toNanos();
        long look = began + MEMORY_EVERY_NANOS;
        long megabytes = 0;
        while (System.nanoTime() < end && load.accepted() < mostMessages) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            if (System.nanoTime() > look) {
                megabytes = Math.max(megabytes, peer.processes().residentMegabytes());
                look += MEMORY_EVERY_NANOS;
            }
        }
        load.stop();
        return megabytes;
    }

    private void awaitArrival(long recipients) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (sink.recipients() < recipients && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static double ownCpuSeconds() throws IOException {
        return Usage.of(ProcessHandle.current().pid()).cpuSeconds();
    }
}
