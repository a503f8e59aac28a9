// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.submission.Identity;
import org.postern.submission.header.HeaderField;

class SubmittedMailTest {
    private static final HeaderField DATE = HeaderField.of("Date", "Sun, 22 Nov 2026 10:00:00 +0100");
    private static final String ODD_FIELDS = "from:alice@example.org\r\nX-Odd:  a \t\r\n\tfold \r\nSubject:\r\nno field at all\r\n";
    private static final String PGP = """
        This is an OpenPGP/MIME signed message (RFC 4880 and 3156)\r
        --b\r
        Content-Type: text/plain\r
        \r
        signed, with trailing blanks   \r
        \r
        --b\r
        Content-Type: application/pgp-signature; name="signature.asc"\r
        \r
        -----BEGIN PGP SIGNATURE-----\r
        \r
        iQEzBAEBCAAdFiEE=\r
        -----END PGP SIGNATURE-----\r
        --b--\r
        """;
    private static final String SMIME = """
        --s\r
        Content-Type: text/plain; charset=us-ascii\r
        \r
        - -- dashes and a last line without end\r
        --s\r
        Content-Type: application/pkcs7-signature; name=smime.p7s\r
        Content-Transfer-Encoding: base64\r
        \r
        MIIGJQYJKoZIhvcNAQcCoIIGFjCCBhICAQExDzANBglghkgBZQMEAgEFADALBgkqhkiG9w0BBwEA==\r
        --s--""";

    static Stream<Arguments> bodies() {
        byte[] large = new byte[20 * 1024 * 1024];
        new Random(7).nextBytes(large);
        return Stream.of(
            Arguments.of("empty", new byte[0]),
            Arguments.of("without line end", latin1("last line")),
            Arguments.of("8-bit", latin1("\u00e4\u00f6\u00fc\u0080\u00ff\r\n")),
            Arguments.of("bare CR and LF, NUL", latin1("a\rb\nc\0d\r\n\n\r\r\n")),
            Arguments.of("like a header", latin1("Subject: not a header\r\n\r\nbody\r\n")),
            Arguments.of("PGP", latin1(PGP)),
            Arguments.of("S/MIME", latin1(SMIME)),
            Arguments.of("20 MB", large));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void shouldKeepEveryOctetButTheField(String name, byte[] body) throws Exception {
        MailImpl mail = mail(concat(latin1(ODD_FIELDS + "\r\n"), body));
        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        submitted.replaceHeader(submitted.submission().header().append(DATE));

        assertThat(octets(mail)).isEqualTo(concat(latin1(ODD_FIELDS), DATE.raw(), latin1("\r\n"), body));
        LifecycleUtil.dispose(mail);
    }

    @Test
    void shouldReachNextHopUnchangedWhenJamesWritesTheMessage() throws Exception {
        String fields = "from:alice@example.org\r\nX-Odd:  a \t\r\n\tfold\r\n";
        MailImpl mail = mail(latin1(fields + "\r\n" + PGP));
        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        submitted.replaceHeader(submitted.submission().header().append(DATE));

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        mail.getMessage().writeTo(written);
        assertThat(written.toByteArray()).isEqualTo(concat(latin1(fields), DATE.raw(), latin1("\r\n" + PGP)));
        LifecycleUtil.dispose(mail);
    }

    @Test
    void shouldAddFieldsWhenHeaderIsEmpty() throws Exception {
        MailImpl mail = mail(latin1("\r\nbody\r\n"));
        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        submitted.replaceHeader(submitted.submission().header().append(DATE));

        assertThat(octets(mail)).isEqualTo(concat(DATE.raw(), latin1("\r\nbody\r\n")));
    }

    @Test
    void shouldKeepMessageWhenHeaderIsTheSame() throws Exception {
        MailImpl mail = mail(latin1(ODD_FIELDS + "\r\nbody"));
        Object before = mail.getMessage();
        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        submitted.replaceHeader(submitted.submission().header());

        assertThat(mail.getMessage()).isSameAs(before);
    }

    @Test
    void shouldDisposeOfOldMessageAndKeepLargeOneInTemporaryFile() throws Exception {
        MailImpl mail = mail(concat(latin1("Subject: large\r\n\r\n"), new byte[1024 * 1024]));
        File old = file(mail);
        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        submitted.replaceHeader(submitted.submission().header().append(DATE));

        File repaired = file(mail);
        assertThat(old).doesNotExist();
        assertThat(repaired).exists();
        LifecycleUtil.dispose(mail);
        assertThat(repaired).doesNotExist();
    }

    @Test
    void shouldLeaveMailAsItIsWhenMessageCannotBeReadAgain() throws Exception {
        FailsLater source = new FailsLater(latin1("Subject: x\r\n\r\nbody\r\n"));
        MailImpl mail = MailImpl.builder().name("mail").sender("alice@example.org").addRecipient("bob@example.net").build();
        mail.setMessageContent(source);
        SubmittedMail submitted = SubmittedMail.read(mail, alice());
        Object before = mail.getMessage();
        source.failing = true;

        assertThatThrownBy(() -> submitted.replaceHeader(submitted.submission().header().append(DATE)))
            .isInstanceOf(MessagingException.class);
        assertThat(mail.getMessage()).isSameAs(before);
    }

    @Test
    void shouldReadEnvelopeAndIdentity() throws Exception {
        MailImpl mail = mail(latin1("Subject: x\r\n\r\nbody\r\n"));
        MailAttributes.write(mail, MailAttributes.SMTP_UTF8, "true");

        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        assertThat(submitted.submission().identity()).isEqualTo(alice());
        assertThat(submitted.submission().envelope().smtpUtf8()).isTrue();
        assertThat(submitted.submission().envelope().reversePath().asString()).isEqualTo("alice@example.org");
        assertThat(submitted.submission().envelope().recipients()).containsExactly(new MailAddress("bob@example.net"));
    }

    @Test
    void shouldServeMailsThatAreNotOfJames() throws Exception {
        FakeMail mail = FakeMail.fromMessage(MimeMessageBuilder.mimeMessageBuilder()
            .setSubject("hello").setText("body"));
        SubmittedMail submitted = SubmittedMail.read(mail, alice());

        submitted.replaceHeader(submitted.submission().header().without(field -> field.is("Date")).append(DATE));

        assertThat(mail.getMessage().getHeader("Date")).containsExactly(DATE.body());
        assertThat(mail.getMessage().getSubject()).isEqualTo("hello");
    }

    static MailImpl mail(byte[] message) throws Exception {
        MailImpl mail = MailImpl.builder().name("mail").sender("alice@example.org").addRecipient("bob@example.net").build();
        mail.setMessageContent(MimeMessageInputStreamSource.create("test-" + System.nanoTime(), new ByteArrayInputStream(message)));
        return mail;
    }

    static byte[] octets(MailImpl mail) throws Exception {
        try (InputStream in = ((MimeMessageWrapper) mail.getMessage()).getMessageInputStream()) {
            return in.readAllBytes();
        }
    }

    static Identity alice() throws Exception {
        return new Identity(Username.of("alice@example.org"), new MailAddress("alice@example.org"), "PLAIN", "192.0.2.1");
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static File file(MailImpl mail) throws Exception {
        String prefix = "mimemessage-" + ((MimeMessageWrapper) mail.getMessage()).getSourceId();
        File[] files = new File(System.getProperty("java.io.tmpdir")).listFiles((folder, name) -> name.startsWith(prefix));
        assertThat(files).hasSize(1);
        return files[0];
    }

    private static final class FailsLater implements MimeMessageSource {
        private final byte[] message;
        private boolean failing;

        private FailsLater(byte[] message) {
            this.message = message;
        }

        @Override
        public String getSourceId() {
            return "fails-later";
        }

        @Override
        public InputStream getInputStream() throws IOException {
            if (failing) {
                throw new IOException("disk gone");
            }
            return new ByteArrayInputStream(message);
        }
    }
}
