// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

import javax.mail.Session;
import javax.mail.internet.MimeMessage;

import com.codahale.metrics.MetricRegistry;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.hooks.NoRoom;
import reactor.core.publisher.Flux;

/** A mail that goes back to wait for its next try is in the queue once, whenever the process ends. */
class RetryTransactionTest {
    private static final String QUEUE = "outgoing";

    private final List<Mail> mails = new ArrayList<>();
    private int ended;
    private Journal journal;
    private JournalledQueue queue;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        start(Journal::room);
    }

    private void start(LongUnaryOperator room) throws Exception {
        journal = new Journal(new VarDirectory(directory), room, () -> ended++);
        queue = new JournalledQueue(MailQueueName.of(QUEUE), journal, new Units(journal), new RawMailQueueItemDecoratorFactory(),
            new LostBodies(() -> null), new Suspensions(new SuspensionsInMemory()), new DropWizardMetricFactory(new MetricRegistry()),
            new NoopGaugeRegistry());
    }

    @AfterEach
    void stop() {
        mails.forEach(LifecycleUtil::dispose);
        journal.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 400_000})
    void shouldWaitOnlyWhenTheItemIsDone(int size) throws Exception {
        queue.enQueue(mail(size));
        MailQueueItem item = next();

        queue.enQueue(item.getMail(), Duration.ofHours(1));
        assertThat(written()).containsExactly(false);
        item.done(CompletionStatus.SUCCESS);

        assertThat(written()).containsExactly(true);
        queue.flush();
        assertThat(next().getMail().getMessageSize()).isGreaterThan(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 400_000})
    void shouldNotWaitWhenTheItemIsHandedBack(int size) throws Exception {
        queue.enQueue(mail(size));
        MailQueueItem item = next();

        queue.enQueue(item.getMail(), Duration.ofHours(1));
        item.done(CompletionStatus.RETRY);

        assertThat(written()).containsExactly(false);
        assertThat(next().getMail().getMessageSize()).isGreaterThan(size);
    }

    /** Of each mail in the journal, whether it waits. */
    private List<Boolean> written() throws Exception {
        List<Boolean> waits = new ArrayList<>();
        journal.each(QUEUE, (place, mail) -> waits.add(mail.summary(place, 0).due() > System.currentTimeMillis()));
        return waits;
    }

    @Test
    void shouldTakeNoNewMailThatLeavesNoRoomForThatBefore() throws Exception {
        assertThatThrownBy(() -> journal.newRoom(Long.MAX_VALUE / 2)).isInstanceOf(NoRoom.class)
            .hasMessageContaining("No new mail is taken").hasMessageContaining("MB are free");
        queue.enQueue(mail(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 400_000})
    void shouldFinishQueuedMailWhenThereIsNoRoomForNew(int size) throws Exception {
        queue.enQueue(mail(size));
        journal.stop();
        start(disk -> Long.MAX_VALUE / 2);
        assertThatThrownBy(() -> queue.enQueue(mail(size))).isInstanceOf(MailQueueException.class);

        MailQueueItem item = next();
        queue.enQueue(item.getMail(), Duration.ofHours(1));
        item.done(CompletionStatus.SUCCESS);
        assertThat(written()).containsExactly(true);
        assertThat(queue.clear()).isEqualTo(1);
        assertThat(written()).isEmpty();
    }

    @Test
    void shouldWriteWhatBecameOfAMailThoughItsThreadIsInterrupted() throws Exception {
        queue.enQueue(mail(10));
        MailQueueItem item = next();
        Thread.currentThread().interrupt();
        item.done(CompletionStatus.SUCCESS);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isZero();
        assertThat(written()).isEmpty();
        item.done(CompletionStatus.RETRY);
        assertThat(queue.getSize()).as("what is gone is not handed back").isZero();
    }

    @Test
    void shouldKeepTheFileOfWhatIsQueuedWhenItIsHandedBackAfterwards() throws Exception {
        queue.enQueue(mail(400_000));
        MailQueueItem item = next();
        queue.enQueue(item.getMail());
        item.done(CompletionStatus.SUCCESS);
        item.done(CompletionStatus.RETRY);

        assertThat(next().getMail().getMessageSize()).isGreaterThan(400_000);
    }

    @Test
    void shouldNotEndTheServerForWhatIsDoneAfterTheQueuesAreClosed() throws Exception {
        queue.enQueue(mail(10));
        MailQueueItem item = next();
        journal.stop();

        assertThatThrownBy(() -> item.done(CompletionStatus.SUCCESS)).isInstanceOf(MailQueueException.class);
        assertThat(ended).isZero();
    }

    private MailQueueItem next() {
        MailQueueItem item = Flux.from(queue.deQueue()).blockFirst(Duration.ofSeconds(20));
        mails.add(item.getMail());
        return item;
    }

    private Mail mail(int size) throws Exception {
        byte[] octets = ("Subject: waits\r\n\r\n" + "x".repeat(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        Mail mail = MailImpl.builder()
            .name("mail")
            .sender("alice@example.org")
            .addRecipient("bob@remote.example")
            .mimeMessage(new MimeMessage((Session) null, new ByteArrayInputStream(octets)))
            .build();
        mails.add(mail);
        return mail;
    }
}
