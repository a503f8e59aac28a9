// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;

import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.library.AbstractMailQueueFactory;
import org.postern.accounts.Suspensions;

/** Makes {@link JournalledQueue}s. */
@Singleton
public final class JournalledQueueFactory extends AbstractMailQueueFactory<ManageableMailQueue> {

    private static final long LOOK_MILLIS = 20;

    private final Journal journal;
    private final Units units;
    private final MailQueueItemDecoratorFactory decorators;
    private final MetricFactory metrics;
    private final GaugeRegistry gauges;
    private final Provider<MailRepositoryStore> repositories;
    private final Suspensions suspensions;

    @Inject
    JournalledQueueFactory(Journal journal, Units units, MailQueueItemDecoratorFactory decorators, MetricFactory metrics,
            GaugeRegistry gauges, Provider<MailRepositoryStore> repositories, Suspensions suspensions) {
        this.journal = journal;
        this.units = units;
        this.decorators = decorators;
        this.metrics = metrics;
        this.gauges = gauges;
        this.repositories = repositories;
        this.suspensions = suspensions;
    }

    @Override
    protected ManageableMailQueue createCacheableMailQueue(MailQueueName name) {
        try {
            return new JournalledQueue(name, journal, units, decorators, new LostBodies(repositories), suspensions, metrics, gauges);
        } catch (IOException e) {
            throw new UncheckedIOException("The queue " + name.asString() + " cannot be read", e);
        }
    }

    /** Those that have been opened. */
    synchronized List<JournalledQueue> all() {
        return queues.values().stream().map(JournalledQueue.class::cast).toList();
    }

    /**
     * No queue hands out another mail; those handed out may still be finished.
     *
     * @param patience to wait for that
     */
    public void stopConsuming(Duration patience) {
        List<JournalledQueue> all = all();
        all.forEach(JournalledQueue::stopConsuming);
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!all.stream().allMatch(JournalledQueue::isIdle) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
