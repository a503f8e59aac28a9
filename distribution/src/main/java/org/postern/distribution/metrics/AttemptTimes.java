// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.time.Duration;

import javax.inject.Inject;
import javax.inject.Singleton;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Histogram;

/** How long tries to deliver take. */
@Singleton
public final class AttemptTimes {

    private static final double NANOS = 1e9;
    private static final double[] SECONDS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300};

    private final Histogram times;

    @Inject
    public AttemptTimes(CollectorRegistry registry) {
        times = Histogram.build("postern_delivery_attempt_duration_seconds",
            "One try to deliver one message to the servers of one domain, whatever came of it.").buckets(SECONDS).register(registry);
    }

    public void add(Duration time) {
        times.observe(time.toNanos() / NANOS);
    }
}
