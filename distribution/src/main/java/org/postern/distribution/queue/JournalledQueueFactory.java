// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

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

/** Makes {@link JournalledQueue}s on the embedded broker. */
@Singleton
public final class JournalledQueueFactory extends JMSMailQueueFactory {

    private final Broker broker;
    private final Provider<MailRepositoryStore> repositories;

    @Inject
    JournalledQueueFactory(Broker broker, MailQueueItemDecoratorFactory decorators, MetricFactory metrics,
            GaugeRegistry gauges, Provider<MailRepositoryStore> repositories) {
        super(broker.connections(), decorators, metrics, gauges);
        this.broker = broker;
        this.repositories = repositories;
    }

    @Override
    protected ManageableMailQueue createCacheableMailQueue(MailQueueName name) {
        return new JournalledQueue(broker, connectionFactory, mailQueueItemDecoratorFactory, name, metricFactory,
            gaugeRegistry, new LostBodies(repositories));
    }

    /** No queue hands out another mail; those handed out may still be finished. */
    public synchronized void stopConsuming() {
        queues.values().forEach(queue -> ((JournalledQueue) queue).stopConsuming());
    }
}
