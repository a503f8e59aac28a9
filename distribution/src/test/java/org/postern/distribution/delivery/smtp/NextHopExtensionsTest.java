// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.MimeMessage;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.google.common.collect.ImmutableMap;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.HostAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.bridge.MailOptions;
import org.postern.distribution.delivery.smtp.Attempt.Route;
import org.postern.distribution.testing.TestCertificate;
import org.postern.distribution.testing.TestMx;
import org.postern.submission.DeliverBy;
import org.postern.submission.InternationalAddress;
import org.postern.submission.TransferOptions;

/** What the author asked for, as the next hop is asked for it, or why it must not get the message. */
@Timeout(60)
class NextHopExtensionsTest {

    private static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";
    private static final String UTF_8_MESSAGE = "From: Jörg <jörg@people.test>\r\nSubject: Grüße\r\n\r\nbody\r\n";
    private static final String BOB = "bob@remote.test";

    private final Properties properties = new Properties();
    private final MailImpl mail = MailImpl.builder().name("m1").build();
    private Route route = Route.PROVED;
    private TestMx mx;

    @BeforeEach
    void start() throws Exception {
        mx = TestMx.start();
        mail.setSender(new MailAddress("ann@people.test"));
        mail.setRecipients(List.of(new MailAddress(BOB)));
        properties.setProperty("mail.smtp.class", SMTPTransport.class.getName());
        properties.setProperty(SMTPTransport.UTF_8_COMMANDS, "true");
        properties.setProperty("mail.smtp.from", "ann@people.test");
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.ssl.trust", "*");
        properties.setProperty("mail.smtp.sendpartial", "true");
    }

    @AfterEach
    void stop() throws Exception {
        Attempt.end();
        mx.close();
    }

    @Test
    void shouldAskForNothingThatIsNotOffered() throws Exception {
        mx.offering();
        MailOptions.write(mail, TransferOptions.NONE.withSmtpUtf8().withPriority(3)
            .withDeliverBy(new DeliverBy(Instant.now().plusSeconds(600), DeliverBy.Mode.NOTIFY, false)));
        notifying(Notify.SUCCESS);

        send(MESSAGE);

        assertThat(mx.received().get(0).sender()).isEqualTo("MAIL FROM:<ann@people.test>");
        assertThat(mx.received().get(0).recipients()).containsExactly("RCPT TO:<bob@remote.test>");
    }

    @Test
    void shouldSaySizeAndEightBit() throws Exception {
        mx.offering("SIZE 1000", "8BITMIME");

        send(MESSAGE);
        send("Subject: hello\r\n\r\nGrüße\r\n");

        assertThat(mx.received()).extracting(TestMx.Received::sender).containsExactly(
            "MAIL FROM:<ann@people.test> SIZE=24", "MAIL FROM:<ann@people.test> SIZE=27 BODY=8BITMIME");
    }

    @Test
    void shouldEncodeEightBitForAServerThatDoesNotTakeIt() throws Exception {
        mx.offering();

        send("Subject: hello\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
            + "X-Odd:  spaces  \r\n\r\nGrüße\r\n");

        assertThat(mx.received()).extracting(TestMx.Received::text).containsExactly("Subject: hello\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nX-Odd:  spaces  \r\n\r\n"
            + "Gr=C3=BC=C3=9Fe\r\n");
    }

    @Test
    void shouldNotSendEightBitThatCannotBeEncodedToAServerThatDoesNotTakeIt() {
        mx.offering();

        assertThatThrownBy(() -> send("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Description: Grüße\r\n\r\ntext\r\n--b--\r\n"))
            .isInstanceOf(MessagingException.class).message().startsWith("5.6.3 ");
        assertThat(mx.received()).isEmpty();
    }

    @Test
    void shouldNotSendWhatIsBiggerThanTheNextHopTakes() {
        mx.offering("SIZE 20");

        assertIsRefused("5.3.4");
    }

    @Test
    void shouldSendUtf8WithSmtpUtf8() throws Exception {
        mx.offering("8BITMIME", "SMTPUTF8");
        international();

        send(UTF_8_MESSAGE);

        TestMx.Received received = mx.received().get(0);
        assertThat(utf8(received.sender())).isEqualTo("MAIL FROM:<jörg@people.test> BODY=8BITMIME SMTPUTF8");
        assertThat(utf8(received.recipients().get(0))).isEqualTo("RCPT TO:<bärbel@remote.test>");
        assertThat(new String(received.octets(), StandardCharsets.UTF_8)).isEqualTo(UTF_8_MESSAGE);
    }

    @Test
    void shouldSendUtf8HeaderFieldsWithAsciiAddresses() throws Exception {
        mx.offering("8BITMIME", "SMTPUTF8");
        MailOptions.write(mail, TransferOptions.NONE.withSmtpUtf8());

        send(UTF_8_MESSAGE);
        send(MESSAGE);

        assertThat(mx.received()).extracting(TestMx.Received::sender).containsExactly(
            "MAIL FROM:<ann@people.test> BODY=8BITMIME SMTPUTF8", "MAIL FROM:<ann@people.test>");
    }

    @Test
    void shouldNotSendUtf8ToAServerWithoutSmtpUtf8() throws Exception {
        mx.offering("8BITMIME");
        international();

        assertThatThrownBy(() -> send(UTF_8_MESSAGE)).isInstanceOf(MessagingException.class).message().startsWith("5.6.7 ");
        assertThat(mx.received()).isEmpty();
    }

    @Test
    void shouldPassNotificationsOn() throws Exception {
        mx.offering("DSN");
        mail.setRecipients(List.of(new MailAddress(BOB), new MailAddress("carol@remote.test")));
        notifying(Notify.SUCCESS, Notify.FAILURE);
        MailOptions.writeOriginalRecipients(mail, Map.of(new MailAddress("carol@remote.test"), "rfc822;Carol+2BLists@old.test"));
        Notifications.hide(mail);

        send(MESSAGE);

        assertThat(mail.dsnParameters()).isEmpty();
        assertThat(mx.received().get(0).sender()).isEqualTo("MAIL FROM:<ann@people.test> RET=HDRS ENVID=QQ314159");
        assertThat(mx.received().get(0).recipients()).containsExactly(
            "RCPT TO:<bob@remote.test> NOTIFY=SUCCESS,FAILURE", "RCPT TO:<carol@remote.test> ORCPT=rfc822;Carol+2BLists@old.test");
        assertThat(Attempt.current().orElseThrow().delivered()).hasSize(2).allMatch(Attempt.Delivered::reportsSuccess);
    }

    @Test
    void shouldTellWhomTheNextHopTook() {
        mail.setRecipients(List.of(address(BOB), address("carol@remote.test")));
        mx.answer(command -> command.contains("carol") ? "450 4.2.1 later" : TestMx.OK);

        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);

        assertThat(Attempt.current().orElseThrow().delivered()).extracting(Attempt.Delivered::recipient).containsExactly(address(BOB));
        assertThat(Attempt.current().orElseThrow().delivered()).noneMatch(Attempt.Delivered::reportsSuccess);
    }

    @Test
    void shouldPassPriorityAndDeadlineOn() throws Exception {
        mx.offering("MT-PRIORITY", "DELIVERBY");
        MailOptions.write(mail, TransferOptions.NONE.withPriority(-4)
            .withDeliverBy(new DeliverBy(Instant.now().plus(Duration.ofHours(2)), DeliverBy.Mode.RETURN, true)));

        send(MESSAGE);

        assertThat(mx.received().get(0).sender()).matches("MAIL FROM:<ann@people.test> MT-PRIORITY=-4 BY=7(200|1\\d\\d);RT");
    }

    @Test
    void shouldNotSendToAServerThatPromisesNoDeadlineWhenTheMessageIsToComeBack() {
        mx.offering("DSN");
        MailOptions.write(mail, TransferOptions.NONE
            .withDeliverBy(new DeliverBy(Instant.now().plusSeconds(600), DeliverBy.Mode.RETURN, false)));

        assertIsRefused("5.3.3");
    }

    @Test
    void shouldRequireTlsAndTheSameOfTheNextHop() throws Exception {
        withTls("mx.test", () -> {
            mx.offering("STARTTLS", "REQUIRETLS");
            MailOptions.write(mail, TransferOptions.NONE.withRequireTls());

            send(MESSAGE);

            assertThat(mx.received().get(0).sender()).isEqualTo("MAIL FROM:<ann@people.test> REQUIRETLS");
        });
    }

    @Test
    void shouldNotSendWithoutRequiredTls() throws Exception {
        MailOptions.write(mail, TransferOptions.NONE.withRequireTls());
        mx.offering("REQUIRETLS");
        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);

        withTls("mx.test", () -> {
            mx.offering("STARTTLS");
            assertIsRefused("5.7.30");
        });
        withTls("other.test", () -> {
            mx.offering("STARTTLS", "REQUIRETLS");
            assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);
        });
        route = Route.UNPROVED;
        withTls("mx.test", () -> {
            mx.offering("STARTTLS", "REQUIRETLS");
            assertIsRefused("5.7.30");
        });
        assertThat(mx.received()).isEmpty();
    }

    @Test
    void shouldLookForAnotherHostWhenOneWithoutTlsMustNotHaveTheMessage() {
        MailOptions.write(mail, TransferOptions.NONE.withRequireTls());
        mx.offering("REQUIRETLS");

        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(Undeliverable.class)
            .satisfies(failure -> assertThat(((MessagingException) failure).getNextException()).isInstanceOf(IOException.class));
    }

    @Test
    void shouldTryAgainLaterWhenTheDnsCannotBeAskedForProof() {
        MailOptions.write(mail, TransferOptions.NONE.withRequireTls());
        route = Route.UNKNOWN;

        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class).message().doesNotStartWith("5");
    }

    @Test
    void shouldTryAgainLaterWhenOnlyOneOfTheHostsCannot() throws Exception {
        mx.offering("8BITMIME");
        international();
        Attempt.begin(mail, route);
        Attempt.current().orElseThrow().failed(new MessagingException("Couldn't connect"));

        assertThatThrownBy(() -> sendOn(UTF_8_MESSAGE)).isInstanceOf(MessagingException.class)
            .message().doesNotStartWith("5").contains("5.6.7");
    }

    @Test
    void shouldReturnTheMailWhenItsTimeIsOverBeforeItIsSent() {
        mx.offering("DELIVERBY");
        MailOptions.write(mail, TransferOptions.NONE
            .withDeliverBy(new DeliverBy(Instant.now().minusSeconds(1), DeliverBy.Mode.RETURN, false)));

        assertIsRefused("5.4.7");
    }

    @Test
    void shouldWriteOriginalRecipientsInAsciiWhereTheTransactionIs() throws Exception {
        mx.offering("DSN");
        MailOptions.writeOriginalRecipients(mail, Map.of(new MailAddress(BOB), "utf-8;bärbel@old.test"));

        send(MESSAGE);

        assertThat(mx.received().get(0).recipients()).containsExactly("RCPT TO:<bob@remote.test> ORCPT=utf-8;b\\x{E4}rbel@old.test");
    }

    private void assertIsRefused(String status) {
        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class).message().startsWith(status + " ");
        assertThat(mx.received()).isEmpty();
    }

    private void international() throws Exception {
        mail.setSender(InternationalAddress.of("jörg@people.test").orElseThrow());
        mail.setRecipients(List.of(InternationalAddress.of("bärbel@remote.test").orElseThrow()));
        properties.setProperty("mail.smtp.from", mail.getMaybeSender().asString());
        MailOptions.write(mail, TransferOptions.NONE.withSmtpUtf8());
    }

    private void notifying(Notify... wishes) throws Exception {
        mail.setDsnParameters(DsnParameters.builder().ret(DsnParameters.Ret.HDRS).envId(DsnParameters.EnvId.of("QQ314159"))
            .rcptParameters(ImmutableMap.of(new MailAddress(BOB), RecipientDsnParameters.of(EnumSet.copyOf(List.of(wishes)))))
            .build().orElseThrow());
    }

    /** Something that may go wrong. */
    private interface Step {
        void run() throws Exception;
    }

    /** With a certificate of this name that this machine trusts. */
    private void withTls(String name, Step step) throws Exception {
        KeyStore key = TestCertificate.keyStore(name);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key, TestCertificate.PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(key);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        mx.withTls(tls);
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(tls);
        try {
            step.run();
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private void send(String message) throws Exception {
        Attempt.begin(mail, route);
        sendOn(message);
    }

    // James has no other address of a next hop.
    @SuppressWarnings("deprecation")
    private void sendOn(String message) throws Exception {
        Session session = Session.getInstance((Properties) properties.clone());
        try (Transport transport = session.getTransport(new HostAddress("mx.test", "smtp://127.0.0.1:" + mx.port()))) {
            transport.connect();
            MimeMessage octets = new MimeMessageWrapper(MimeMessageInputStreamSource.create("m1",
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))));
            transport.sendMessage(octets, mail.getRecipients().stream()
                .map(recipient -> recipient.toInternetAddress().orElseThrow()).toArray(Address[]::new));
        }
    }

    private static MailAddress address(String text) {
        return InternationalAddress.of(text).orElseThrow();
    }

    private static String utf8(String line) {
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
