// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * 6409-5.3: asks the stores of users, domains and rights, and gives up on one that hangs, so that the client is told in
 * time and the thread of its session is free again. While a store hangs, nearly all are told at once.
 */
@Singleton
public class StoreCalls {
    /** Twice this is still well under the two minutes of 6409-5.3: a client may first have to wait for those before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** More than a listener has sessions at work; threads that hang are among them. */
    private static final int THREADS = 128;

    private final Duration patience;
    private final Outage outage = new Outage(PAUSE);
    private final ExecutorService workers = Workers.upTo(THREADS, "store");

    @Inject
    public StoreCalls() {
        this(PATIENCE);
    }

    /** @param patience for one answer */
    public StoreCalls(Duration patience) {
        this.patience = patience;
    }

    /**
     * The answer of the store. A call that is given up runs on, as nobody knows what an interrupt would do to it.
     *
     * @throws TimeoutException when there was none in time, or when the store is known to hang
     * @throws Exception what the question itself throws; a TimeoutException of its own is silence too
     */
    public <T> T ask(Callable<T> question) throws Exception {
        if (!outage.mayTry()) {
            throw new TimeoutException("The store has not answered the last questions");
        }
        Future<T> answer;
        try {
            answer = workers.submit(question);
        } catch (RejectedExecutionException e) {
            throw new TimeoutException("Too many questions to the store are not answered");
        }
        return await(answer);
    }

    private <T> T await(Future<T> answer) throws Exception {
        try {
            T given = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            outage.answered();
            return given;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                outage.silent();
            } else {
                outage.answered();
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            outage.silent();
            throw new TimeoutException("The store has not answered in " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }
}
