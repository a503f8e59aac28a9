// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.postern.bridge.Outage;

/**
 * Waits for one issuer: for so long and no longer, with so many threads and no more, and not at all while it is known to be silent.
 * So it keeps nobody from logging in who does not need it.
 */
final class IssuerWait {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** A small part of the logins that a listener works on at a time. */
    private static final int MOST = 32;

    private final String issuer;
    private final Duration timeout;
    private final Outage outage;
    private final Semaphore seats = new Semaphore(MOST);

    IssuerWait(String issuer, Duration timeout) {
        this(issuer, timeout, System::nanoTime);
    }

    IssuerWait(String issuer, Duration timeout, LongSupplier clock) {
        this.issuer = issuer;
        this.timeout = timeout;
        outage = new Outage(PAUSE, clock);
    }

    /**
     * The answer to a question.
     *
     * @param question does not block
     * @throws IssuerFailure when there is no answer in time, or none that makes sense
     */
    <T> T await(Supplier<CompletableFuture<T>> question) throws IssuerFailure, InterruptedException {
        if (!seats.tryAcquire()) {
            throw new IssuerFailure(issuer + " has too many questions to answer");
        }
        try {
            if (!outage.mayTry()) {
                throw new IssuerFailure(issuer + " has not answered the last questions");
            }
            return await(question.get());
        } finally {
            seats.release();
        }
    }

    private <T> T await(CompletableFuture<T> answer) throws IssuerFailure, InterruptedException {
        try {
            T given = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            outage.answered();
            return given;
        } catch (TimeoutException e) {
            throw silent();
        } catch (ExecutionException e) {
            if (isSilence(cause(e))) {
                throw silent();
            }
            outage.answered();
            throw failure(e);
        }
    }

    /** What a question has failed with, in words. */
    IssuerFailure failure(Throwable fault) {
        Throwable cause = cause(fault);
        if (isSilence(cause)) {
            return new IssuerFailure(issuer + " has not answered in " + timeout.toMillis() + " ms");
        }
        return new IssuerFailure(cause instanceof IssuerFailure ? cause.getMessage() : issuer + ": " + cause);
    }

    private IssuerFailure silent() {
        outage.silent();
        return failure(new TimeoutException());
    }

    private static boolean isSilence(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
    }

    private static Throwable cause(Throwable fault) {
        boolean isWrapped = fault instanceof ExecutionException || fault instanceof CompletionException;
        return isWrapped && fault.getCause() != null ? cause(fault.getCause()) : fault;
    }
}
