// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

import com.codahale.metrics.MetricRegistry;
import com.github.fge.lambdas.Throwing;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A queue with a few threads that work on its mail, as RemoteDelivery has them. */
@Timeout(120)
class WorkersTest {
    private static final int MAILS = 100;
    private static final int WORKERS = 2;
    private static final int AT_ONCE = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveNothingBehindWhenAllHaveBeenBusyAtOnce() throws Exception {
        Journal journal = new Journal(new VarDirectory(directory));
        JournalledQueueFactory factory = new JournalledQueueFactory(journal, new Units(journal), new RawMailQueueItemDecoratorFactory(),
            new DropWizardMetricFactory(new MetricRegistry()), new NoopGaugeRegistry(), KeptMail::new,
            new Suspensions(new SuspensionsInMemory()));
        factory.setUseJMX(false);
        ManageableMailQueue queue = factory.createQueue(MailQueueName.of("outgoing"));
        for (int i = 0; i < MAILS; i++) {
            queue.enQueue(mail("mail-" + i));
        }
        Scheduler workers = Schedulers.newBoundedElastic(WORKERS, MAILS, "worker");
        Disposable work = Flux.from(queue.deQueue())
            .flatMap(item -> Mono.fromRunnable(Throwing.runnable(() -> item.done(CompletionStatus.SUCCESS))).subscribeOn(workers), AT_ONCE)
            .subscribeOn(Schedulers.boundedElastic())
            .subscribe();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> queue.getSize() == 0);
        } finally {
            work.dispose();
            workers.dispose();
            factory.stopConsuming(Duration.ZERO);
            factory.destroy();
            journal.stop();
        }
    }

    private static MailImpl mail(String name) throws Exception {
        MailImpl mail = MailImpl.builder().name(name).sender("ann@example.org").addRecipient("bob@example.net").build();
        mail.setMessageNoCopy(new MimeMessageWrapper(new StoredBody.InMemory(name, "Subject: a\r\n\r\n1\r\n".getBytes())));
        return mail;
    }
}
