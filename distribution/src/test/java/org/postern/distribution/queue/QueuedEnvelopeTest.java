// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import javax.mail.Session;
import javax.mail.internet.MimeMessage;

import com.codahale.metrics.MetricRegistry;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue.Type;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.bridge.MailOptions;
import org.postern.submission.Identity;
import org.postern.submission.TransferOptions;
import org.postern.submission.checks.EnvelopeAddress;
import reactor.core.publisher.Flux;

/** What goes into a queue comes out of it, whatever it is called. */
@Timeout(120)
class QueuedEnvelopeTest {

    private static final String HOSTILE = "ab;;,:'% _\\\"@<>()[].{}|=\t/+!#$&*?^`~-\u00f6\u8a3a\u0308";
    private static final byte[] OCTETS = "Subject: envelope\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ADDRESSES = 2_000;

    private final List<Mail> mails = new ArrayList<>();
    private Journal journal;
    private JournalledQueue queue;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        journal = new Journal(new VarDirectory(directory));
        queue = new JournalledQueue(MailQueueName.of("spool"), journal, new Units(journal), new RawMailQueueItemDecoratorFactory(),
            new LostBodies(() -> null), new Suspensions(new SuspensionsInMemory()), new DropWizardMetricFactory(new MetricRegistry()),
            new NoopGaugeRegistry());
    }

    @AfterEach
    void close() {
        mails.forEach(LifecycleUtil::dispose);
        journal.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a;b\"@example.org", "\"a\\\"b\"@example.org", "\"a, b\"@example.org", "o'hara@example.org",
        "\"a@b\"@example.org", "a_b%c@example.org", "\"a:\\\\\"@example.org", "\"j\u00f6rg\"@xn--mller-kva.example",
        "\"\u8a3a\ud83d\ude00 b\"@example.org"})
    void shouldKeepAddressesWhenTheyHoldSeparators(String address) throws Exception {
        queue.enQueue(mail(address, List.of(new MailAddress(address), new MailAddress("bob@example.net"))));

        Mail taken = take();

        assertThat(taken.getMaybeSender().asString()).isEqualTo(address);
        assertThat(taken.getRecipients()).extracting(MailAddress::asString).containsExactly(address, "bob@example.net");
    }

    @Test
    void shouldKeepEveryAddressThatRcptAccepts() throws Exception {
        List<MailAddress> accepted = acceptedAddresses();
        assertThat(accepted).hasSizeGreaterThan(ADDRESSES / 20);
        queue.enQueue(mail("ann@example.org", accepted));

        assertThat(take().getRecipients()).containsExactlyElementsOf(accepted);
    }

    @Test
    void shouldKeepAttributesAndNamesWhenTheyHoldSeparators() throws Exception {
        MailImpl mail = mail("ann@example.org", List.of(new MailAddress("bob@example.net")));
        mail.setName("na;me\n'%");
        mail.setState("a;b");
        mail.setErrorMessage("450 a;b\r\n");
        mail.setRemoteHost("ho;st");
        mail.setRemoteAddr("192.0.2.1");
        mail.setLastUpdated(new Date(1_700_000_000_123L));
        for (String name : List.of("a;b", " spaces ", "JMSXGroupID", "JAMES_MAIL_RECIPIENTS", "POSTERN_ENVELOPE", "")) {
            mail.setAttribute(new Attribute(AttributeName.of("x" + name), AttributeValue.of(name + ";\u00e4\u2603")));
            if (!name.isEmpty()) {
                mail.setAttribute(new Attribute(AttributeName.of(name), AttributeValue.of(7L)));
            }
        }
        mail.addSpecificHeaderForRecipient(Header.builder().name("X-A").value("1: 2;\r\n 3").build(),
            new MailAddress("\"a;b\"@example.net"));
        queue.enQueue(mail);

        Mail taken = take();

        assertThat(taken.attributes()).containsExactlyInAnyOrderElementsOf(mail.attributes().toList());
        assertThat(taken.getPerRecipientSpecificHeaders()).isEqualTo(mail.getPerRecipientSpecificHeaders());
        assertThat(taken).extracting(Mail::getName, Mail::getState, Mail::getErrorMessage, Mail::getRemoteHost,
            Mail::getRemoteAddr, Mail::getLastUpdated)
            .containsExactly("na;me\n'%", "a;b", "450 a;b\r\n", "ho;st", "192.0.2.1", new Date(1_700_000_000_123L));
    }

    @Test
    void shouldKeepWhatMailAndRcptAskedFor() throws Exception {
        MailAddress recipient = new MailAddress("\"b\u00fcro\"@xn--bcher-kva.example");
        MailImpl mail = mail("\"j\u00f6rg\"@xn--mller-kva.example", List.of(recipient));
        DsnParameters asked = DsnParameters.builder().envId(EnvId.of("QQ+20314")).ret(Ret.HDRS)
            .addRcptParameter(recipient, RecipientDsnParameters.of(EnumSet.of(Notify.DELAY), new MailAddress("b@example.net")))
            .build().orElseThrow();
        mail.setDsnParameters(asked);
        MailOptions.write(mail, TransferOptions.NONE.withSmtpUtf8());
        MailOptions.writeOriginalRecipients(mail, Map.of(recipient, "utf-8;b\u00fcro@b\u00fccher.example"));
        queue.enQueue(mail);

        Mail taken = take();

        assertThat(taken.dsnParameters()).contains(asked);
        assertThat(MailOptions.read(taken).smtpUtf8()).isTrue();
        assertThat(MailOptions.originalRecipient(taken, recipient)).contains("utf-8;b\u00fcro@b\u00fccher.example");
    }

    @Test
    void shouldKeepTheNullReversePath() throws Exception {
        queue.enQueue(mail("<>", List.of(new MailAddress("bob@example.net"))));

        assertThat(take().getMaybeSender().isNullSender()).isTrue();
    }

    @Test
    void shouldRemoveOnlyMailOfTheNamedRecipient() throws Exception {
        queue.enQueue(mail("o'hara@example.org", List.of(new MailAddress("a_b@example.org"), new MailAddress("c@example.org"))));
        queue.enQueue(mail("ann@example.org", List.of(new MailAddress("axb@example.org"), new MailAddress("c@example.org"))),
            Duration.ofHours(1));

        assertThat(queue.remove(Type.Recipient, "a_b@example.org")).isEqualTo(1);
        assertThat(queue.getSize()).isEqualTo(1);
        assertThat(queue.remove(Type.Sender, "o'hara@example.org")).isZero();
        assertThat(queue.remove(Type.Recipient, "c@example.org")).isEqualTo(1);
    }

    private static List<MailAddress> acceptedAddresses() throws Exception {
        Random random = new Random(6409);
        EnvelopeAddress paths = new EnvelopeAddress();
        Identity ann = new Identity(Username.of("ann@example.org"), new MailAddress("ann@example.org"), "PLAIN", "192.0.2.1");
        return Stream.generate(() -> "<\"" + hostile(random) + "\"@example.org>").limit(ADDRESSES)
            .map(path -> paths.recipient(path, true, ann))
            .filter(EnvelopeAddress.Outcome.Good.class::isInstance)
            .map(good -> ((EnvelopeAddress.Outcome.Good) good).address().get())
            .distinct()
            .toList();
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            char c = HOSTILE.charAt(random.nextInt(HOSTILE.length()));
            text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        return text.toString();
    }

    private Mail take() throws Exception {
        MailQueueItem item = Flux.from(queue.deQueue()).blockFirst(Duration.ofSeconds(20));
        mails.add(item.getMail());
        item.done(CompletionStatus.SUCCESS);
        return item.getMail();
    }

    private MailImpl mail(String sender, List<MailAddress> recipients) throws Exception {
        MailImpl mail = MailImpl.builder()
            .name("mail")
            .sender(MaybeSender.getMailSender(sender))
            .addRecipients(recipients)
            .mimeMessage(new MimeMessage((Session) null, new ByteArrayInputStream(OCTETS)))
            .build();
        mails.add(mail);
        return mail;
    }
}
