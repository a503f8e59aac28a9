// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.jms.ConnectionFactory;

import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.store.MessageRecoveryListener;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded ActiveMQ: reachable inside this process only, its journal synced to disk on every send. Senders
 * write the journal in their own threads, so that those who send at the same time share one sync.
 */
@Singleton
public final class Broker {

    private static final Logger LOGGER = LoggerFactory.getLogger(Broker.class);
    private static final String NAME = "postern";
    private static final long MEMORY_BYTES = 64L * 1024 * 1024;
    private static final int PAGE = 2000;

    private final BrokerService service = new BrokerService();
    private final BodyFiles bodies;

    @Inject
    Broker(JamesDirectoriesProvider directories) throws Exception {
        Path directory = Path.of(directories.getVarDirectory(), "queue");
        bodies = BodyFiles.in(directory.resolve("bodies"));
        configure(directory);
        service.start();
        if (!service.waitUntilStarted()) {
            throw new IOException("The queues under " + directory + " cannot be opened", service.getStartException());
        }
        removeOrphans();
        LOGGER.info("Queues opened under {}", directory);
    }

    ConnectionFactory connections() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://" + NAME + "?create=false");
        ActiveMQPrefetchPolicy prefetch = new ActiveMQPrefetchPolicy();
        prefetch.setAll(0);
        factory.setPrefetchPolicy(prefetch);
        // A mail that was handed back stays in its queue, however often; there is no place for dead letters.
        RedeliveryPolicy again = new RedeliveryPolicy();
        again.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        factory.setRedeliveryPolicy(again);
        factory.setWatchTopicAdvisories(false);
        factory.setCopyMessageOnSend(false);
        return factory;
    }

    BodyFiles bodies() {
        return bodies;
    }

    /** How many messages a queue holds, those in delivery included. */
    long depth(String queue) {
        Destination destination = region().getDestinationMap().get(new ActiveMQQueue(queue));
        return destination == null ? 0 : destination.getDestinationStatistics().getMessages().getCount();
    }

    @PreDestroy
    public void stop() {
        try {
            service.stop();
        } catch (Exception e) {
            LOGGER.warn("The queues did not close cleanly; they recover at the next start", e);
        }
    }

    private void configure(Path directory) throws IOException {
        KahaDBPersistenceAdapter journal = new KahaDBPersistenceAdapter();
        journal.setDirectory(directory.resolve("journal").toFile());
        journal.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        journal.setConcurrentStoreAndDispatchQueues(false);

        service.setBrokerName(NAME);
        service.setDataDirectoryFile(directory.toFile());
        service.setPersistenceAdapter(journal);
        service.setUseJmx(false);
        service.setUseShutdownHook(false);
        service.setSchedulerSupport(false);
        service.setAdvisorySupport(false);
        service.setStartAsync(false);
        service.getSystemUsage().getMemoryUsage().setLimit(MEMORY_BYTES);
        // All that the disk has: a full one is told to the client as 4xx.
        service.getSystemUsage().getStoreUsage().setPercentLimit(100);
        service.setDestinationPolicy(policies());
    }

    private static PolicyMap policies() {
        PolicyEntry entry = new PolicyEntry();
        entry.setProducerFlowControl(false);
        entry.setExpireMessagesPeriod(0);
        entry.setMaxPageSize(PAGE);
        entry.setMaxBrowsePageSize(Integer.MAX_VALUE);
        entry.setReduceMemoryFootprint(true);
        entry.setPrioritizedMessages(true);
        PolicyMap policies = new PolicyMap();
        policies.setDefaultEntry(entry);
        return policies;
    }

    private void removeOrphans() throws Exception {
        if (bodies.isEmpty()) {
            return;
        }
        Set<String> referenced = new HashSet<>();
        for (Destination destination : region().getDestinationMap().values()) {
            if (destination.getMessageStore() != null) {
                destination.getMessageStore().recover(new References(referenced));
            }
        }
        int removed = bodies.keepOnly(referenced);
        if (removed > 0) {
            LOGGER.info("Removed {} message bodies that no queued mail refers to", removed);
        }
    }

    private RegionBroker region() {
        return (RegionBroker) service.getRegionBroker();
    }

    /** Collects the body files that stored messages name. */
    private record References(Set<String> names) implements MessageRecoveryListener {

        @Override
        public boolean recoverMessage(Message message) throws Exception {
            Object name = message.getProperty(JournalledQueue.BODY_FILE);
            if (name != null) {
                names.add(name.toString());
            }
            return true;
        }

        @Override
        public boolean recoverMessageReference(MessageId reference) {
            return false;
        }

        @Override
        public boolean hasSpace() {
            return true;
        }

        @Override
        public boolean isDuplicate(MessageId reference) {
            return false;
        }
    }
}
