// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

class LastingMessageTest {
    private static final String MESSAGE = "Subject: one\r\nTo: bob@example.net\r\n\r\nHi \u00e9\r\n.\r\n";

    private final AtomicInteger open = new AtomicInteger();
    private final MailImpl mail = MailImpl.builder().name("mail").build();

    @BeforeEach
    void setUp() throws Exception {
        mail.setMessageNoCopy(new LastingMessage(new Counted()));
    }

    @Test
    void shouldHaveAnotherHeaderBeforeTheSameBody() throws Exception {
        replaceHeader("Subject: two\r\n");
        assertThat(octets()).isEqualTo("Subject: two\r\n\r\nHi \u00e9\r\n.\r\n");
        assertThat(mail.getMessageSize()).isEqualTo(octets().length());

        replaceHeader("Subject: three\r\nFrom: ann@example.org\r\n");
        assertThat(octets()).isEqualTo("Subject: three\r\nFrom: ann@example.org\r\n\r\nHi \u00e9\r\n.\r\n");
        assertThat(mail.getMessageSize()).isEqualTo(octets().length());
        assertThat(mail.getMessage()).isInstanceOf(LastingMessage.class);
        assertThat(mail.getMessage().getHeader("From")).containsExactly("ann@example.org");
    }

    @Test
    void shouldKeepWhatAMailetChangedByJavaMail() throws Exception {
        mail.getMessage().setHeader("X-Mailet", "was here");
        mail.getMessage().saveChanges();

        MailMessage read = MailMessage.read(mail);
        read.replaceHeader(MessageHeader.of(read.parsed().header().named("Subject")));

        assertThat(octets()).startsWith("Subject: one\r\n").contains("\r\n\r\nHi ");
        assertThat(octets()).doesNotContain("bob@example.net");
    }

    @Test
    void shouldLeaveNoStreamOpen() throws Exception {
        replaceHeader("Subject: two\r\n");
        replaceHeader("Subject: three\r\n");
        octets();
        mail.dispose();

        assertThat(open).hasValue(0);
    }

    private void replaceHeader(String fields) throws Exception {
        MailMessage.read(mail).replaceHeader(MessageHeader.of(fields.lines()
            .map(line -> HeaderField.ofRaw((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1))).toList()));
    }

    private String octets() throws Exception {
        try (InputStream octets = MailMessage.octets(mail.getMessage())) {
            return new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private final class Counted implements MimeMessageSource {
        @Override
        public String getSourceId() {
            return "counted";
        }

        @Override
        public InputStream getInputStream() {
            open.incrementAndGet();
            return new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1)) {
                @Override
                public void close() throws IOException {
                    open.decrementAndGet();
                    super.close();
                }
            };
        }

        @Override
        public long getMessageSize() {
            return MESSAGE.length();
        }
    }
}
