// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.server.Postern;

/** Clients that are slow in the same way. */
final class SlowGang implements AutoCloseable {
    private static final int ARRIVE_AT_ONCE = 100;

    private final Slowness slowness;
    private final Postern postern;
    private final int size;
    private final Thread thread = new Thread(this::run, "slow");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch complete = new CountDownLatch(1);
    private int come;
    private volatile int left;
    private volatile double lastPatience;
    private volatile String trouble = "";

    private SlowGang(Slowness slowness, Postern postern, int size) {
        this.slowness = slowness;
        this.postern = postern;
        this.size = size;
        this.left = size;
    }

    static SlowGang start(Slowness slowness, Postern postern, int size) {
        SlowGang gang = new SlowGang(slowness, postern, size);
        gang.thread.setDaemon(true);
        gang.thread.start();
        return gang;
    }

    Slowness slowness() {
        return slowness;
    }

    /** Clients that the server still bears with. */
    int left() {
        return left;
    }

    /** Seconds that the server bore with the one that it ended last. */
    double patience() {
        return lastPatience;
    }

    /** What kept the clients from coming; empty when nothing did. */
    String trouble() {
        return trouble;
    }

    /** Waits until all have come. */
    void awaitComplete() throws InterruptedException {
        complete.await();
    }

    private record Client(MailSession session, long since) {
    }

    private void run() {
        List<Client> clients = new ArrayList<>();
        try {
            for (int second = 0; left > 0 && !stopped.await(1, TimeUnit.SECONDS); second++) {
                for (int i = 0; i < ARRIVE_AT_ONCE && come < size; i++, come++) {
                    clients.add(new Client(slowness.open(postern), System.nanoTime()));
                }
                round(clients, second);
                if (come == size) {
                    complete.countDown();
                }
            }
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            complete.countDown();
            clients.forEach(SlowGang::close);
        }
    }

    private void round(List<Client> clients, int second) {
        for (Iterator<Client> all = clients.iterator(); all.hasNext();) {
            Client client = all.next();
            if (hasEnded(client, second)) {
                lastPatience = (System.nanoTime() - client.since()) / 1e9;
                left--;
                close(client);
                all.remove();
            }
        }
    }

    private boolean hasEnded(Client client, int second) {
        try {
            slowness.say(client.session(), second);
            return client.session().hasEnded();
        } catch (IOException e) {
            // The server is gone already.
            return true;
        }
    }

    private static void close(Client client) {
        try {
            client.session().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }
}
