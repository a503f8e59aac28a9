// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.List;

import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;

import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.jms.JMSMailQueueFactory;
import org.postern.accounts.Suspensions;

/** Makes {@link JournalledQueue}s on the embedded broker. */
@Singleton
public final class JournalledQueueFactory extends JMSMailQueueFactory {

    private final Broker broker;
    private final Provider<MailRepositoryStore> repositories;
    private final Suspensions suspensions;

    @Inject
    JournalledQueueFactory(Broker broker, MailQueueItemDecoratorFactory decorators, MetricFactory metrics,
            GaugeRegistry gauges, Provider<MailRepositoryStore> repositories, Suspensions suspensions) {
        super(broker.connections(), decorators, metrics, gauges);
        this.broker = broker;
        this.repositories = repositories;
        this.suspensions = suspensions;
    }

    @Override
    protected ManageableMailQueue createCacheableMailQueue(MailQueueName name) {
        return new JournalledQueue(broker, connectionFactory, mailQueueItemDecoratorFactory, name, metricFactory,
            gaugeRegistry, new LostBodies(repositories), suspensions);
    }

    /** Those that have been opened. */
    synchronized List<JournalledQueue> all() {
        return queues.values().stream().map(JournalledQueue.class::cast).toList();
    }

    /** No queue hands out another mail; those handed out may still be finished. */
    public synchronized void stopConsuming() {
        queues.values().forEach(queue -> ((JournalledQueue) queue).stopConsuming());
    }
}
