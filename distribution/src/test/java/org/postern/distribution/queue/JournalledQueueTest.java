// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.codahale.metrics.MetricRegistry;
import org.apache.james.core.Username;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.trace.NoTrace;
import org.postern.bridge.trace.TraceEvent;
import reactor.core.publisher.Flux;

@Timeout(120)
class JournalledQueueTest {

    private static final String LARGE = "Subject: large\r\n\r\n" + "0123456789\u00ff\r\n".repeat(30_000);

    @TempDir
    private Path directory;
    private final KeptMail errors = new KeptMail();
    private final Suspensions suspensions = new Suspensions(new SuspensionsInMemory());
    private Journal journal;
    private JournalledQueueFactory factory;
    private ManageableMailQueue queue;

    @BeforeEach
    void open() throws Exception {
        journal = new Journal(new VarDirectory(directory));
        factory = new JournalledQueueFactory(journal, new Units(journal), new RawMailQueueItemDecoratorFactory(),
            new DropWizardMetricFactory(new MetricRegistry()), new NoopGaugeRegistry(), () -> errors, suspensions);
        factory.setUseJMX(false);
        queue = factory.createQueue(MailQueueName.of("outgoing"));
    }

    @AfterEach
    void close() {
        factory.stopConsuming(Duration.ZERO);
        factory.destroy();
        journal.stop();
    }

    @Test
    void shouldGiveFaultsOfOursTimeBeforeTheSpoolTriesAgain() throws Exception {
        ManageableMailQueue spool = factory.createQueue(MailQueueFactory.SPOOL);
        Mail failed = mail("failed", "Subject: a\r\n\r\n1\r\n");
        failed.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(5)));
        spool.enQueue(failed);
        spool.enQueue(mail("fresh", "Subject: a\r\n\r\n1\r\n"));
        queue.enQueue(failed);

        MailQueueItem first = Flux.from(spool.deQueue()).blockFirst();
        assertThat(first.getMail().getName()).isEqualTo("fresh");
        first.done(CompletionStatus.SUCCESS);
        ManageableMailQueue.MailQueueItemView view = spool.browse().next();
        assertThat(view.getMail().getName()).isEqualTo("failed");
        assertThat(view.getNextDelivery().orElseThrow()).isAfter(ZonedDateTime.now().plusHours(3));

        MailQueueItem elsewhere = Flux.from(queue.deQueue()).blockFirst();
        assertThat(elsewhere.getMail().getName()).isEqualTo("failed");
        elsewhere.done(CompletionStatus.SUCCESS);
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    @Test
    void shouldGiveBackTheOctetsWhenTheMessageIsSmall() throws Exception {
        queue.enQueue(mail("small", "Subject: \u00e4 8-bit\r\nX: y\r\n\r\nb\u00f6dy\r\n"));

        assertThat(take().octets()).isEqualTo("Subject: \u00e4 8-bit\r\nX: y\r\n\r\nb\u00f6dy\r\n");
    }

    @Test
    void shouldGiveBackTheOctetsAndRemoveTheFileWhenTheMessageIsLarge() throws Exception {
        queue.enQueue(mail("large", LARGE));
        assertThat(bodies()).hasSize(1);

        Taken taken = take();

        assertThat(taken.octets()).isEqualTo(LARGE);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void shouldKeepMailOverARestart() throws Exception {
        queue.enQueue(mail("a", "Subject: a\r\n\r\n1\r\n"));
        queue.enQueue(mail("b", LARGE));
        reopen();

        assertThat(queue.getSize()).isEqualTo(2);
        assertThat(List.of(take().name(), take().name())).containsExactly("a", "b");
    }

    @Test
    void shouldKeepTheDelayOverARestart() throws Exception {
        queue.enQueue(mail("later", "Subject: a\r\n\r\n1\r\n"), Duration.ofHours(1));
        queue.enQueue(mail("soon", "Subject: a\r\n\r\n1\r\n"), Duration.ofSeconds(3));
        reopen();

        assertThat(take().name()).isEqualTo("soon");
        assertThat(queue.getSize()).isEqualTo(1);
    }

    @Test
    void shouldNotLetWaitingMailStandInTheWay() throws Exception {
        for (int i = 0; i < 600; i++) {
            queue.enQueue(mail("waits-" + i, "Subject: a\r\n\r\n1\r\n"), Duration.ofHours(1));
        }
        queue.enQueue(mail("now", "Subject: a\r\n\r\n1\r\n"));

        assertThat(take().name()).isEqualTo("now");
        assertThat(queue.getSize()).isEqualTo(600);
    }

    @Test
    void shouldHandOutMailOfAHigherPriorityFirst() throws Exception {
        for (int priority : new int[] {5, 0, 4, 9, 6, 5}) {
            queue.enQueue(prioritized("p" + priority, priority));
        }
        queue.enQueue(mail("unspoken", "Subject: a\r\n\r\n1\r\n"));
        queue.enQueue(prioritized("p8-later", 8), Duration.ofHours(1));

        assertThat(List.of(take().name(), take().name())).containsExactly("p9", "p6");
        queue.flush();
        assertThat(List.of(take().name(), take().name(), take().name(), take().name(), take().name(), take().name()))
            .containsExactly("p8-later", "p5", "p5", "unspoken", "p4", "p0");
    }

    @Test
    void shouldFindAnUrgentMailBehindALongRow() throws Exception {
        for (int i = 0; i < 2100; i++) {
            queue.enQueue(mail("row-" + i, "Subject: a\r\n\r\n1\r\n"));
        }
        queue.enQueue(prioritized("urgent", 6));
        queue.enQueue(prioritized("idle", 4));

        assertThat(take().name()).isEqualTo("urgent");
        assertThat(take().name()).isEqualTo("row-0");
        reopen();
        queue.enQueue(prioritized("urgent-too", 9));
        assertThat(take().name()).isEqualTo("urgent-too");
    }

    private static Mail prioritized(String name, int priority) throws Exception {
        Mail mail = mail(name, "Subject: a\r\n\r\n1\r\n");
        mail.setAttribute(new Attribute(MailPrioritySupport.MAIL_PRIORITY, AttributeValue.of(priority)));
        return mail;
    }

    @Test
    void shouldMakeWaitingMailDueWhenFlushed() throws Exception {
        queue.enQueue(mail("later", LARGE), Duration.ofHours(1));

        assertThat(queue.flush()).isEqualTo(1);
        assertThat(take().octets()).isEqualTo(LARGE);
    }

    @Test
    void shouldHandOutAgainWhatWasNotFinished() throws Exception {
        queue.enQueue(mail("again", LARGE));
        MailQueueItem item = next();
        item.done(CompletionStatus.RETRY);

        assertThat(take().octets()).isEqualTo(LARGE);
    }

    @Test
    void shouldKeepTheEnvelopeInTheErrorRepositoryWhenTheBodyIsLost() throws Exception {
        queue.enQueue(mail("lost", LARGE));
        queue.enQueue(mail("next", "Subject: a\r\n\r\n1\r\n"));
        Files.delete(bodies().get(0));

        assertThat(take().name()).isEqualTo("next");
        assertThat(errors.kept()).extracting(Mail::getName).containsExactly("lost");
        assertThat(errors.kept().get(0).getRecipients()).extracting(Object::toString).containsExactly("bob@example.net");
    }

    @Test
    void shouldRemoveBodiesThatNothingRefersTo() throws Exception {
        queue.enQueue(mail("large", LARGE));
        Path orphan = Files.writeString(directory.resolve("queue/bodies/orphan.partial"), "half a message");
        reopen();

        assertThat(orphan).doesNotExist();
        assertThat(take().octets()).isEqualTo(LARGE);
    }

    @Test
    void shouldRemoveBothKindsWhenCleared() throws Exception {
        queue.enQueue(mail("large", LARGE));
        queue.enQueue(mail("later", LARGE), Duration.ofHours(1));

        assertThat(queue.clear()).isEqualTo(2);
        assertThat(queue.getSize()).isZero();
        assertThat(bodies()).isEmpty();
    }

    @Test
    void shouldShowDueAndWaitingMail() throws Exception {
        queue.enQueue(mail("due", "Subject: a\r\n\r\n1\r\n"));
        queue.enQueue(mail("later", "Subject: a\r\n\r\n1\r\n"), Duration.ofHours(1));

        ManageableMailQueue.MailQueueIterator view = queue.browse();
        assertThat(view.next().getMail().getName()).isEqualTo("due");
        assertThat(view.next().getMail().getName()).isEqualTo("later");
        assertThat(view.hasNext()).isFalse();
        view.close();
    }

    @Test
    void shouldKeepMailOfASuspendedAccountAndHandItOutOnceWhenResumed() throws Exception {
        Username alice = Username.of("alice@example.org");
        queue.enQueue(of("alice@example.org", "alice@example.org", "waits"), Duration.ofHours(1));
        queue.enQueue(of("alice@example.org", "alice@example.org", "hers"));
        queue.enQueue(of("a_ice@example.org", "a_ice@example.org", "like-hers"));
        queue.enQueue(of("alice@example.org", "boss@example.org", "for-the-boss"));
        Mail report = of("alice@example.org", "alice@example.org", "report");
        report.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        queue.enQueue(report);
        queue.enQueue(mail("last", LARGE));
        suspensions.suspend(alice, "", "test");
        assertThat(List.of(take().name(), take().name(), take().name())).containsExactly("like-hers", "report", "last");
        assertThat(queue.getSize()).isEqualTo(3);
        queue.flush();
        queue.enQueue(mail("next", LARGE));
        assertThat(take().name()).isEqualTo("next");

        reopen();
        queue.flush();
        queue.enQueue(mail("after-restart", LARGE));
        assertThat(take().name()).isEqualTo("after-restart");
        suspensions.suspend(Username.of("boss@example.org"), "", "test");
        suspensions.resume(alice, "test");
        assertThat(List.of(take().name(), take().name())).containsExactlyInAnyOrder("hers", "waits");
        suspensions.resume(Username.of("boss@example.org"), "test");
        assertThat(take().name()).isEqualTo("for-the-boss");
        assertThat(queue.getSize()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "j\u00f6rg@m\u00fcller.example, jo\u0308rg@xn--mller-kva.example",
        "\ud83d\ude00_@example.org, \ud83d\ude00_@example.org",
        "back\\u00e4slash@example.org, back\\u00e4slash@example.org"})
    void shouldKnowTheMailOfAnAccountInAnySpellingOfItsName(String stored, String typed) throws Exception {
        AccountMail accounts = new AccountMail(factory, new NoTrace());
        queue.enQueue(of(stored, stored, "kept"));
        queue.enQueue(mail("other", LARGE));
        suspensions.suspend(Username.of(typed), "", "test");

        assertThat(take().name()).isEqualTo("other");
        assertThat(accounts.count(Username.of(typed))).isEqualTo(1);
        assertThat(accounts.purge(Username.of(typed))).isEqualTo(1);
    }

    @Test
    void shouldReleaseAfterARestartWhatWasResumedMeanwhile() throws Exception {
        suspensions.suspend(Username.of("alice@example.org"), "", "test");
        queue.enQueue(of("alice@example.org", "alice@example.org", "hers"));
        queue.enQueue(mail("other", LARGE));
        assertThat(take().name()).isEqualTo("other");
        close();
        suspensions.resume(Username.of("alice@example.org"), "test");
        open();

        assertThat(take().name()).isEqualTo("hers");
    }

    @Test
    void shouldPurgeWhatAnAccountHasQueuedAndNothingElse() throws Exception {
        AccountMail accounts = new AccountMail(factory, new NoTrace());
        Username alice = Username.of("alice@example.org");
        suspensions.suspend(alice, "", "test");
        queue.enQueue(of("alice@example.org", "alice@example.org", "suspended", LARGE));
        queue.enQueue(of("boss@example.org", "boss@example.org", "other", LARGE));
        assertThat(take().name()).isEqualTo("other");
        queue.enQueue(of("alice@example.org", "boss@example.org", "due", LARGE));
        queue.enQueue(of("alice@example.org", "alice@example.org", "waits", LARGE), Duration.ofHours(1));
        queue.enQueue(held("alice@example.org", "held"));
        queue.enQueue(of("boss@example.org", "boss@example.org", "stays", LARGE));

        assertThat(accounts.count(alice)).isEqualTo(4);
        assertThat(accounts.purge(alice)).isEqualTo(4);
        assertThat(accounts.count(alice)).isZero();
        assertThat(bodies()).hasSize(1);
        assertThat(take().name()).isEqualTo("stays");
    }

    @Test
    void shouldHoldMailForReviewUntilItIsReleasedOrDropped() throws Exception {
        AccountMail accounts = new AccountMail(factory, new NoTrace());
        queue.enQueue(held("alice@example.org", "one"));
        queue.enQueue(held("alice@example.org", "two"), Duration.ofHours(1));
        queue.enQueue(held("boss@example.org", "three"));
        reopen();
        accounts = new AccountMail(factory, new NoTrace());
        queue.enQueue(mail("free", LARGE));
        assertThat(take().name()).isEqualTo("free");
        assertThat(accounts.held()).extracting(HeldMessage::id).containsExactly("one", "two", "three");
        HeldMessage first = accounts.held().get(0);
        assertThat(first.reason()).isEqualTo("1 messages a day");
        assertThat(first.user()).isEqualTo("alice@example.org");
        assertThat(first.recipients()).containsExactly("bob@example.net");

        assertThat(accounts.release("no'such")).isFalse();
        assertThat(accounts.release("one")).isTrue();
        MailQueueItem item = next();
        assertThat(item.getMail().getName()).isEqualTo("one");
        queue.enQueue(item.getMail());
        item.done(CompletionStatus.SUCCESS);
        assertThat(take().name()).as("not held again").isEqualTo("one");
        assertThat(accounts.drop("one")).isFalse();
        assertThat(accounts.drop("three")).isTrue();
        assertThat(accounts.releaseAll(Username.of("alice@example.org"))).isEqualTo(1);
        assertThat(accounts.held()).isEmpty();
        assertThat(queue.getSize()).as("due in an hour").isEqualTo(1);
        assertThat(queue.flush()).isEqualTo(1);
        assertThat(take().name()).isEqualTo("two");
    }

    @Test
    void shouldFindAnAccountsMailBehindAnyAmountOfOthers() throws Exception {
        List<TraceEvent> traced = new ArrayList<>();
        AccountMail accounts = new AccountMail(factory, traced::add);
        Username alice = Username.of("alice@example.org");
        suspensions.suspend(Username.of("boss@example.org"), "", "test");
        suspensions.suspend(alice, "", "test");
        for (int i = 0; i < 2100; i++) {
            queue.enQueue(of("boss@example.org", "boss@example.org", "row-" + i));
        }
        queue.enQueue(of("alice@example.org", "alice@example.org", "hers"));
        queue.enQueue(of("alice@example.org", "alice@example.org", "hers-too"));
        queue.enQueue(mail("last", LARGE));
        assertThat(take().name()).isEqualTo("last");

        assertThat(accounts.count(alice)).isEqualTo(2);
        suspensions.resume(alice, "test");
        assertThat(take().name()).isEqualTo("hers");
        assertThat(accounts.purge(alice)).isEqualTo(1);
        assertThat(traced).extracting(event -> event.story() + " " + event.kind().word()).containsExactly("hers-too removed");
        assertThat(accounts.purge(Username.of("boss@example.org"))).isEqualTo(2100);
        assertThat(queue.getSize()).isZero();
        reopen();
        assertThat(queue.getSize()).isZero();
    }

    @Test
    void shouldReleaseWhatIsKeptBetweenTwoLooks() throws Exception {
        Username alice = Username.of("alice@example.org");
        for (int i = 0; i < 3; i++) {
            queue.enQueue(of("alice@example.org", "alice@example.org", "hers"));
            suspensions.suspend(alice, "", "test");
            queue.enQueue(mail("other", LARGE));
            assertThat(take().name()).isEqualTo("other");
            suspensions.resume(alice, "test");
            assertThat(take().name()).isEqualTo("hers");
        }
    }

    @Test
    void shouldPutOneMailForSeveralQueuesIntoOneFile() throws Exception {
        ManageableMailQueue spool = factory.createQueue(MailQueueFactory.SPOOL);
        spool.enQueue(mail("large", LARGE));
        MailQueueItem item = Flux.from(spool.deQueue()).blockFirst();
        Mail mail = item.getMail();
        mail.setName("large-to-a");
        queue.enQueue(mail);
        mail.setName("large-to-b");
        queue.enQueue(mail);
        assertThat(queue.getSize()).as("with the end of the mail in the spool").isZero();
        item.done(CompletionStatus.SUCCESS);

        assertThat(bodies()).hasSize(1);
        reopen();
        assertThat(take().octets()).isEqualTo(LARGE);
        assertThat(bodies()).hasSize(1);
        assertThat(take().octets()).isEqualTo(LARGE);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void shouldWriteAMessageForManyDomainsOnce() throws Exception {
        SharedBodies shared = new SharedBodies(journal, new Units(journal));
        Mail mail = mail("many", "Subject: a\r\n\r\n" + "x".repeat(10_000) + "\r\n");
        shared.prepare(mail, 1);
        assertThat(bodies()).isEmpty();
        shared.prepare(mail, 20);
        shared.prepare(mail, 20);
        for (int i = 0; i < 20; i++) {
            queue.enQueue(mail);
        }

        assertThat(bodies()).hasSize(1);
        for (int i = 0; i < 20; i++) {
            assertThat(take().octets()).hasSizeGreaterThan(10_000);
        }
        assertThat(bodies()).isEmpty();
    }

    private static Mail held(String account, String name) throws Exception {
        Mail mail = of(account, account, name, LARGE);
        MailAttributes.write(mail, MailAttributes.HELD, "1 messages a day");
        return mail;
    }

    private static Mail of(String account, String user, String name) throws Exception {
        return of(account, user, name, "Subject: a\r\n\r\n1\r\n");
    }

    private static Mail of(String account, String user, String name, String octets) throws Exception {
        Mail mail = mail(name, octets);
        MailAttributes.write(mail, MailAttributes.ACCOUNT, account);
        MailAttributes.write(mail, MailAttributes.USERNAME, user);
        return mail;
    }

    private record Taken(String name, String octets) {
    }

    private Taken take() throws Exception {
        MailQueueItem item = next();
        Mail mail = item.getMail();
        MimeMessageWrapper message = (MimeMessageWrapper) mail.getMessage();
        String octets = new String(message.getMessageInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        item.done(CompletionStatus.SUCCESS);
        return new Taken(mail.getName(), octets);
    }

    private MailQueueItem next() {
        return Flux.from(queue.deQueue()).blockFirst();
    }

    private List<Path> bodies() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("queue/bodies"))) {
            return files.toList();
        }
    }

    private static Mail mail(String name, String octets) throws Exception {
        MailImpl mail = MailImpl.builder()
            .name(name)
            .sender("ann@example.org")
            .addRecipient("bob@example.net")
            .build();
        mail.setMessageNoCopy(new MimeMessageWrapper(
            new StoredBody.InMemory(name, octets.getBytes(StandardCharsets.ISO_8859_1))));
        return mail;
    }
}
