// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Properties;

import javax.mail.Address;
import javax.mail.SendFailedException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceivingMxTest {
    private static final String MESSAGE = "Subject: dots\r\n\r\n.one\r\n..two\r\nGr\u00fc\u00dfe\r\n";

    private ReceivingMx mx;

    @BeforeEach
    void start() throws Exception {
        mx = ReceivingMx.start(Tls.throwaway("mx.remote.example", Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        mx.close();
    }

    @Test
    void shouldKeepEachOctetWhenSentOverStartTls() throws Exception {
        send("bob@remote.example");

        assertThat(mx.received()).singleElement().satisfies(mail -> {
            assertThat(mail.octets()).isEqualTo(MESSAGE);
            assertThat(mail.tls()).isTrue();
            assertThat(mail.reversePath()).isEqualTo("alice@example.org");
            assertThat(mail.recipients()).containsExactly("bob@remote.example");
        });
    }

    @Test
    void shouldRefuseTheUnknownRecipient() {
        assertThatThrownBy(() -> send("gone@remote.example")).isInstanceOf(SendFailedException.class)
            .hasStackTraceContaining("550 5.1.1");
        assertThat(mx.received()).isEmpty();
    }

    private void send(String recipient) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.trust", "*");
        properties.put("mail.smtp.from", "alice@example.org");
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", mx.port(), null, null);
            transport.sendMessage(new MimeMessage(session, new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1))),
                new Address[] {new InternetAddress(recipient)});
        }
    }
}
