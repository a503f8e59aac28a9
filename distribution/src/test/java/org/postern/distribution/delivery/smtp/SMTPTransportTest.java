// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.URLName;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

import com.github.fge.lambdas.Throwing;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.distribution.testing.TestMx;

/** What the next hop sees, and what RemoteDelivery is told when it does not work. */
@Timeout(60)
class SMTPTransportTest {

    private static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";

    private final Properties properties = new Properties();
    private final KeptConnections connections = new KeptConnections();
    private TestMx mx;

    @BeforeEach
    void start() throws Exception {
        mx = TestMx.start();
        Attempt.begin(mail(), Attempt.Route.UNPROVED);
        properties.setProperty("mail.smtp.class", SMTPTransport.class.getName());
        properties.setProperty("mail.smtp.from", "ann@example.org");
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.ssl.trust", "*");
    }

    @AfterEach
    void stop() throws Exception {
        Attempt.end();
        connections.close();
        mx.close();
    }

    @Test
    void shouldGoOnInTheClearWhenTheHandshakeFails() throws Exception {
        mx.offering("STARTTLS");

        send(MESSAGE);

        assertThat(mx.received()).extracting(TestMx.Received::text).containsExactly(MESSAGE);
    }

    @Test
    void shouldGoOnInTheClearWhenStartTlsIsRefused() throws Exception {
        mx.offering("STARTTLS").answer(command -> command.equals("STARTTLS") ? "454 4.7.0 no TLS today" : TestMx.OK);

        send(MESSAGE);

        assertThat(mx.received()).hasSize(1);
    }

    @Test
    void shouldTryAgainLaterWhenTlsIsRequiredAndFails() {
        properties.setProperty("mail.smtp.starttls.required", "true");
        mx.offering("STARTTLS");

        assertIsTemporary();
        mx.answer(command -> command.equals("STARTTLS") ? "454 4.7.0 no TLS today" : TestMx.OK);
        assertIsTemporary();
    }

    @Test
    void shouldCloseInSilenceWhenTheNextHopIsGone() {
        mx.answer(Throwing.function(command -> {
            if (command.startsWith("MAIL")) {
                mx.hangUp();
            }
            return TestMx.OK;
        }));

        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class)
            .satisfies(failure -> assertThat(failure.getSuppressed()).isEmpty());
    }

    @Test
    void shouldTryAgainLaterWhenTheNameIsCheckedAndTlsFails() {
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        mx.offering("STARTTLS");

        assertIsTemporary();
    }

    @Test
    void shouldSendNoPasswordInTheClearWhenTlsFails() {
        mx.offering("STARTTLS", "AUTH PLAIN");

        assertThatThrownBy(() -> send(MESSAGE, "postern", "secret")).isInstanceOf(MessagingException.class);
        assertThat(mx.received()).isEmpty();
    }

    @Test
    void shouldTryAgainLaterWhenTheLoginIsRefused() {
        mx.offering("AUTH PLAIN").answer(command -> command.startsWith("AUTH") ? "535 5.7.8 who are you" : TestMx.OK);

        assertThatThrownBy(() -> send(MESSAGE, "postern", "secret")).isInstanceOf(MessagingException.class)
            .message().doesNotStartWith("5").contains("535 5.7.8 who are you");
        assertThat(failure()).contains("535 5.7.8 who are you");
    }

    @Test
    void shouldTryAgainLaterWhenTheMessageCannotBeRead() throws Exception {
        MimeMessage unreadable = new MimeMessage(Session.getInstance(properties), bytes(MESSAGE)) {
            @Override
            public void writeTo(OutputStream out, String[] ignored) {
                throw new IllegalStateException("a fault");
            }
        };

        assertThatThrownBy(() -> send(unreadable, null, null)).isInstanceOf(MessagingException.class)
            .message().doesNotStartWith("5");
        assertThat(mx.received()).isEmpty();
    }

    @Test
    void shouldKeepTheReplyOfTheNextHop() {
        mx.answer(command -> command.startsWith("RCPT") ? "450 4.2.0 come back later" : TestMx.OK);

        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);
        assertThat(failure()).contains("450 4.2.0 come back later");
    }

    @Test
    void shouldForgetTheReplyWhenTheNextTryGoesWell() throws Exception {
        mx.answer(command -> command.startsWith("RCPT") ? "450 4.2.0 come back later" : TestMx.OK);
        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);
        mx.answer(command -> TestMx.OK);

        send(MESSAGE);

        assertThat(failure()).isEmpty();
    }

    @Test
    void shouldSendTheNextMailOverTheSameConnection() throws Exception {
        keepConnections();

        send(MESSAGE);
        send(MESSAGE);
        next("\"j;d\"@example.org", "carol@remote.test");
        send(MESSAGE);

        assertThat(mx.connections()).isEqualTo(1);
        assertThat(mx.received()).extracting(TestMx.Received::text).containsExactly(MESSAGE, MESSAGE, MESSAGE);
        assertThat(mx.received().get(2).sender()).startsWith("MAIL FROM:<\"j;d\"@example.org>");
        assertThat(delivered()).containsExactly("bob@remote.test 250 2.0.0 ok");
    }

    @Test
    void shouldConnectAnewWhenAKeptConnectionIsGone() throws Exception {
        keepConnections();
        send(MESSAGE);
        mx.hangUp();

        send(MESSAGE);

        assertThat(mx.connections()).isEqualTo(2);
        assertThat(mx.received()).hasSize(2);
    }

    @Test
    void shouldConnectAnewWhenAKeptConnectionHasHadEnough() throws Exception {
        keepConnections();
        send(MESSAGE);
        AtomicInteger mails = new AtomicInteger();
        mx.answer(command -> command.startsWith("MAIL") && mails.getAndIncrement() == 0 ? "421 4.7.0 too many messages" : TestMx.OK);

        send(MESSAGE);

        assertThat(mx.connections()).isEqualTo(2);
        assertThat(mx.received()).hasSize(2);
        assertThat(failure()).isEmpty();
    }

    @Test
    void shouldNotSendAMessageAgainThatAKeptConnectionMayHaveTaken() throws Exception {
        keepConnections();
        send(MESSAGE);
        mx.answer(command -> command.equals(".") ? "421 4.3.2 going down" : TestMx.OK);

        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);

        assertThat(mx.connections()).isEqualTo(1);
        assertThat(failure()).contains("421 4.3.2 going down");
    }

    @Test
    void shouldKeepNoConnectionAfterARefusal() throws Exception {
        keepConnections();
        mx.answer(command -> command.startsWith("RCPT") ? "450 4.2.0 come back later" : TestMx.OK);
        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class);
        mx.answer(command -> TestMx.OK);

        send(MESSAGE);

        assertThat(mx.connections()).isEqualTo(2);
        assertThat(mx.received()).hasSize(1);
    }

    @Test
    void shouldKeepNoConnectionWithoutTlsToAHostThatOffersIt() throws Exception {
        keepConnections();
        mx.offering("STARTTLS");

        send(MESSAGE);
        send(MESSAGE);

        assertThat(mx.received()).hasSize(2);
        assertThat(mx.connections()).isEqualTo(4);
    }

    private void keepConnections() throws Exception {
        next("ann@example.org", "bob@remote.test");
    }

    private void next(String sender, String recipient) throws Exception {
        Attempt.begin(MailImpl.builder().name("m1").sender(sender).addRecipient(recipient).build(), Attempt.Route.UNPROVED, connections);
    }

    private static List<String> delivered() {
        return Attempt.current().orElseThrow().delivered().stream().map(to -> to.recipient().asString() + " " + to.reply()).toList();
    }

    @Test
    void shouldNotSpeakOfTheTryOfAnotherMail() throws Exception {
        assertThat(Attempt.of(MailImpl.builder().name("m2").build())).isEmpty();
    }

    private void assertIsTemporary() {
        assertThatThrownBy(() -> send(MESSAGE)).isInstanceOf(MessagingException.class)
            .message().doesNotStartWith("5");
        assertThat(mx.received()).isEmpty();
    }

    private void send(String message) throws Exception {
        send(message, null, null);
    }

    private void send(String message, String user, String password) throws Exception {
        send(new MimeMessage(Session.getInstance(properties), bytes(message)), user, password);
    }

    private void send(MimeMessage message, String user, String password) throws Exception {
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport(new URLName("smtp://127.0.0.1:" + mx.port()))) {
            transport.connect("127.0.0.1", mx.port(), user, password);
            transport.sendMessage(message, new Address[] {new InternetAddress("bob@remote.test")});
        }
    }

    private static String failure() {
        return Attempt.current().flatMap(Attempt::failure).orElse("");
    }

    private static Mail mail() throws AddressException {
        return MailImpl.builder().name("m1").sender("ann@example.org").addRecipient("bob@remote.test").build();
    }

    private static ByteArrayInputStream bytes(String message) {
        return new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}
