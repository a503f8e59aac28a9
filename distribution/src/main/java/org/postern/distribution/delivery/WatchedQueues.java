// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;

/** Queues that show a mail to somebody before it begins to wait for its next try. */
final class WatchedQueues implements MailQueueFactory<MailQueue> {

    private final MailQueueFactory<?> queues;
    private Consumer<Mail> watcher = mail -> { };

    WatchedQueues(MailQueueFactory<?> queues) {
        this.queues = queues;
    }

    void watch(Consumer<Mail> newWatcher) {
        watcher = newWatcher;
    }

    @Override
    public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
        return queues.getQueue(name, count).map(Watched::new);
    }

    @Override
    public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
        return new Watched(queues.createQueue(name, count));
    }

    @Override
    public Set<MailQueueName> listCreatedMailQueues() {
        return queues.listCreatedMailQueues();
    }

    private final class Watched implements MailQueue {

        private final MailQueue queue;

        Watched(MailQueue queue) {
            this.queue = queue;
        }

        @Override
        public MailQueueName getName() {
            return queue.getName();
        }

        @Override
        public void enQueue(Mail mail, Duration delay) throws MailQueueException {
            watcher.accept(mail);
            queue.enQueue(mail, delay);
        }

        @Override
        public void enQueue(Mail mail, long delay, TimeUnit unit) throws MailQueueException {
            enQueue(mail, Duration.of(delay, unit.toChronoUnit()));
        }

        @Override
        public void enQueue(Mail mail) throws MailQueueException {
            queue.enQueue(mail);
        }

        @Override
        public Publisher<Void> enqueueReactive(Mail mail) {
            return queue.enqueueReactive(mail);
        }

        @Override
        public Publisher<MailQueueItem> deQueue() {
            return queue.deQueue();
        }

        @Override
        public void close() throws IOException {
            queue.close();
        }
    }
}
