// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.github.bucket4j.TimeMeter;

/** Passes when it is told to. */
final class ManualTime extends Clock implements TimeMeter {
    private volatile Instant now = Instant.parse("2026-11-25T10:00:00Z");

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long currentTimeNanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
