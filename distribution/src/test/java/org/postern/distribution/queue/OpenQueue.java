// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

import javax.mail.internet.AddressException;

import com.codahale.metrics.MetricRegistry;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRetriesHelper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.bridge.trace.NoTrace;
import reactor.core.publisher.Flux;

/** An outgoing queue on the disk, and what operators do with it. */
public final class OpenQueue implements AutoCloseable {

    private final Journal journal;
    private final JournalledQueueFactory factory;
    private final ManageableMailQueue queue;

    public OpenQueue(Path directory) throws Exception {
        journal = new Journal(new VarDirectory(directory));
        factory = new JournalledQueueFactory(journal, new Units(journal), new RawMailQueueItemDecoratorFactory(),
            new DropWizardMetricFactory(new MetricRegistry()), new NoopGaugeRegistry(), KeptMail::new,
            new Suspensions(new SuspensionsInMemory()));
        factory.setUseJMX(false);
        queue = factory.createQueue(MailQueueName.of("outgoing"));
    }

    public QueueWork work() {
        return new QueueWork(factory, Clock.systemUTC());
    }

    public QueueDelays delays() {
        return new QueueDelays(factory);
    }

    AccountMail accounts() {
        return new AccountMail(factory, new NoTrace());
    }

    /** Has failed so often, with this answer, and waits an hour. */
    public OpenQueue late(String name, int tries, String answer, String... recipients) throws Exception {
        MailImpl mail = mail(name, recipients);
        mail.setAttribute(DeliveryRetriesHelper.makeAttribute(tries));
        mail.setAttribute(new Attribute(AttributeName.of("postern.last-failure"), AttributeValue.of(answer)));
        return add(mail, Duration.ofHours(1));
    }

    public OpenQueue add(MailImpl mail, Duration delay) throws Exception {
        queue.enQueue(mail, delay);
        return this;
    }

    public static MailImpl mail(String name, String... recipients) throws Exception {
        MailImpl mail = MailImpl.builder().name(name).sender("Ann@example.org").build();
        mail.setRecipients(Stream.of(recipients).map(OpenQueue::address).toList());
        mail.setMessageNoCopy(new MimeMessageWrapper(
            new StoredBody.InMemory(name, ("Subject: " + name + "\r\n\r\nsecret\r\n").getBytes(StandardCharsets.ISO_8859_1))));
        return mail;
    }

    private static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (AddressException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What is handed out next. */
    MailQueueItem take() {
        return Flux.from(queue.deQueue()).blockFirst(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        factory.stopConsuming(Duration.ZERO);
        factory.destroy();
        journal.stop();
    }
}
