// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Optional;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import org.postern.accounts.GuessingSettings.Allowance;
import org.postern.accounts.GuessingSettings.Growth;

/**
 * The tries of one party. Each is taken before a secret is looked at and given back when it was no wrong one, so that many at
 * once are no more than one after the other.
 */
final class Tally {
    private final Allowance allowance;
    private final Growth lockOut;
    private final TimeMeter time;
    private final Bucket bucket;
    private int lockOuts;
    private long deafUntil;

    Tally(Allowance allowance, Growth lockOut, TimeMeter time) {
        this.allowance = allowance;
        this.lockOut = lockOut;
        this.time = time;
        bucket = Bucket.builder()
            .addLimit(limit -> limit.capacity(allowance.tries()).refillGreedy(allowance.tries(), allowance.in()))
            .withCustomTimePrecision(time)
            .build();
        deafUntil = time.currentTimeNanos();
    }

    /** @return empty when there was one to take, else for how long there is none */
    synchronized Optional<Duration> take() {
        Optional<Duration> left = lockedOut();
        if (left.isPresent()) {
            return left;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** The try that was taken is not to count. */
    synchronized void giveBack() {
        bucket.addTokens(1);
    }

    /**
     * The try that was taken was a wrong one. If it was the last, nobody is heard for a time that grows.
     *
     * @return how many count now
     */
    synchronized int wrong() {
        long now = time.currentTimeNanos();
        long heardFor = now - deafUntil;
        if (bucket.getAvailableTokens() == 0 && heardFor >= 0) {
            boolean isLongAgo = heardFor > Math.max(lockOut.longest().toNanos(), allowance.in().toNanos());
            lockOuts = isLongAgo ? 1 : lockOuts + 1;
            deafUntil = now + lockOut.at(lockOuts - 1).toNanos();
        }
        return count();
    }

    /** Wrong tries that are not forgotten yet, and those under way. */
    synchronized int count() {
        return (int) (allowance.tries() - bucket.getAvailableTokens());
    }

    /** @return for how long nobody is heard, not counting the wait for a single try; empty when somebody is */
    synchronized Optional<Duration> lockedOut() {
        long left = deafUntil - time.currentTimeNanos();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }
}
