// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import org.apache.james.core.Domain;
import org.postern.submission.MailDomains;
import org.postern.submission.MailDomains.Standing;

/**
 * What was found out about domains, kept for a while. One name is asked for once at a time, whoever wants to know. Nobody
 * waits longer than they have patience; an answer that comes too late is there for the next one.
 */
public final class KnownDomains implements AutoCloseable {
    private static final int THREADS = 64;

    private final MailDomains source;
    private final Limits limits;
    private final LongSupplier clock;
    private final Outage outage;
    private final ExecutorService workers = Workers.upTo(THREADS, "dns");
    private final Cache<Domain, Answer> answers;

    /**
     * How long and how much.
     *
     * @param keep how long what the DNS says is kept
     * @param keepFailures how long it is kept that it said nothing; so long, too, a DNS that is silent is left alone
     * @param most domains at a time
     */
    public record Limits(Duration keep, Duration keepFailures, int most) {
    }

    private record Answer(CompletableFuture<Standing> standing, CompletableFuture<Long> since, AtomicBoolean givenUp) {
    }

    public KnownDomains(MailDomains source, Limits limits) {
        this(source, limits, System::nanoTime);
    }

    KnownDomains(MailDomains source, Limits limits, LongSupplier clock) {
        this.source = source;
        this.limits = limits;
        this.clock = clock;
        this.outage = new Outage(limits.keepFailures(), clock);
        this.answers = CacheBuilder.newBuilder().maximumSize(limits.most()).build();
    }

    /** @param patience for an answer that is not there yet; without any, only what is known counts */
    public Standing standing(Domain domain, Duration patience) {
        Answer answer = answers.asMap().compute(domain, (name, known) -> known == null || isStale(known) ? ask(name) : known);
        if (answer.standing().isDone()) {
            return answer.standing().join();
        }
        return await(answer, patience);
    }

    private boolean isStale(Answer answer) {
        if (!answer.since().isDone()) {
            return false;
        }
        Duration life = answer.standing().join() == Standing.UNKNOWN ? limits.keepFailures() : limits.keep();
        return clock.getAsLong() - answer.since().join() >= life.toNanos();
    }

    private Answer ask(Domain domain) {
        CompletableFuture<Standing> standing = outage.mayTry() ? submit(domain) : CompletableFuture.completedFuture(Standing.UNKNOWN);
        return new Answer(standing, standing.thenApply(known -> clock.getAsLong()), new AtomicBoolean());
    }

    private CompletableFuture<Standing> submit(Domain domain) {
        try {
            return CompletableFuture.supplyAsync(() -> source.standing(domain), workers)
                .exceptionally(fault -> Standing.UNKNOWN)
                .whenComplete((known, fault) -> noteAnswer(known));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Standing.UNKNOWN);
        }
    }

    /** A source that says nothing may itself have waited in vain. */
    private void noteAnswer(Standing known) {
        if (known != Standing.UNKNOWN) {
            outage.answered();
        }
    }

    private Standing await(Answer answer, Duration patience) {
        if (patience.isZero() || patience.isNegative()) {
            return Standing.UNKNOWN;
        }
        try {
            return answer.standing().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (answer.givenUp().compareAndSet(false, true)) {
                outage.silent();
            }
            return Standing.UNKNOWN;
        } catch (ExecutionException e) {
            return Standing.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Standing.UNKNOWN;
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
