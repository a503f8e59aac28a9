// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** Queues that tell a watcher what RemoteDelivery does with a mail, on the thread on which it does it. */
final class WatchedQueues implements MailQueueFactory<MailQueue> {

    /** Of the tries to deliver. */
    interface Watcher {

        /** RemoteDelivery is about to try this mail. */
        void begins(Mail mail);

        /**
         * The mail is to wait for its next try.
         *
         * @return how long it waits; nothing when there is no next try
         */
        Optional<Duration> waits(Mail mail, Duration delay);

        /** RemoteDelivery is done with this try; what is queued now is written together with the end of it. */
        void isDone(Mail mail);

        /**
         * The try is over.
         *
         * @param isKept whether what became of the mail is on disk; if not, the same mail is tried again
         */
        void ends(Mail mail, boolean isKept);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(WatchedQueues.class);

    private final MailQueueFactory<?> queues;
    private Optional<Watcher> watcher = Optional.empty();

    WatchedQueues(MailQueueFactory<?> queues) {
        this.queues = queues;
    }

    void watch(Watcher newWatcher) {
        watcher = Optional.of(newWatcher);
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
            Optional<Duration> wait = watcher.map(who -> who.waits(mail, delay)).orElse(Optional.of(delay));
            if (wait.isPresent()) {
                queue.enQueue(mail, wait.get());
            }
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
            return Flux.from(queue.deQueue()).map(WatchedItem::new);
        }

        @Override
        public void close() throws IOException {
            queue.close();
        }
    }

    private final class WatchedItem implements MailQueue.MailQueueItem {

        private final MailQueue.MailQueueItem item;

        WatchedItem(MailQueue.MailQueueItem item) {
            this.item = item;
        }

        /** What RemoteDelivery asks first, on the thread that makes the try. */
        @Override
        public Mail getMail() {
            Mail mail = item.getMail();
            try {
                watcher.ifPresent(who -> who.begins(mail));
                return mail;
            } catch (RuntimeException e) {
                handBack();
                throw e;
            }
        }

        private void handBack() {
            try {
                item.done(CompletionStatus.RETRY);
            } catch (MailQueue.MailQueueException e) {
                LOGGER.error("A mail that could not be begun stays out of its queue until the next start", e);
            }
        }

        @Override
        public void done(CompletionStatus status) throws MailQueue.MailQueueException {
            Mail mail = item.getMail();
            if (status == CompletionStatus.SUCCESS) {
                watcher.ifPresent(who -> who.isDone(mail));
                item.done(status);
                watcher.ifPresent(who -> who.ends(mail, true));
            } else {
                watcher.ifPresent(who -> who.ends(mail, false));
                item.done(status);
            }
        }
    }
}
