// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Lets few passwords be hashed at a time, in the order in which they came: to hash one keeps a processor busy for long, and a
 * flood of logins must leave some of them to the mail. Who would have to wait for long is told at once.
 */
@Singleton
public class HashingTurns {
    /** Well under what one waits for a store. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 32;

    private final Semaphore turns;
    private final int mostWaiting;
    private final Duration patience;

    /** Half of the processors hash. */
    @Inject
    public HashingTurns() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING, PATIENCE);
    }

    public HashingTurns(int atATime, int mostWaiting, Duration patience) {
        this.turns = new Semaphore(atATime, true);
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /** @throws TimeoutException when it was not done, because too many others came first */
    public <T> T take(Supplier<T> hashing) throws TimeoutException, InterruptedException {
        boolean atOnce = turns.tryAcquire(0, TimeUnit.NANOSECONDS);
        if (!atOnce && (turns.getQueueLength() >= mostWaiting || !turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS))) {
            throw new TimeoutException("Too many logins at a time for this machine");
        }
        try {
            return hashing.get();
        } finally {
            turns.release();
        }
    }
}
