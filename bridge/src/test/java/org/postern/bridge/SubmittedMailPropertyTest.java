// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.postern.submission.header.HeaderField;

/** Whatever the message: what is not replaced stays, octet for octet, through James's real message classes. */
class SubmittedMailPropertyTest {
    private static final HeaderField ADDED = HeaderField.of("X-Added", "by a repair");

    @Property(tries = 500)
    void shouldChangeNothingButTheFieldAdded(@ForAll("headers") List<String> fields, @ForAll byte[] body) throws Exception {
        byte[] header = String.join("", fields).getBytes(StandardCharsets.ISO_8859_1);
        byte[] rest = SubmittedMailTest.concat(new byte[] {'\r', '\n'}, body);
        MailImpl mail = SubmittedMailTest.mail(SubmittedMailTest.concat(header, rest));
        SubmittedMail submitted = SubmittedMail.read(mail, SubmittedMailTest.alice());

        submitted.replaceHeader(submitted.submission().header().append(ADDED));

        assertThat(SubmittedMailTest.octets(mail)).isEqualTo(SubmittedMailTest.concat(header, ADDED.raw(), rest));
        LifecycleUtil.dispose(mail);
    }

    @Property(tries = 500)
    void shouldChangeNothingButTheFieldTakenOut(@ForAll("headers") List<String> fields, @ForAll byte[] body) throws Exception {
        byte[] header = String.join("", fields).getBytes(StandardCharsets.ISO_8859_1);
        byte[] rest = SubmittedMailTest.concat(new byte[] {'\r', '\n'}, body);
        MailImpl mail = SubmittedMailTest.mail(SubmittedMailTest.concat("Bcc: x@example.org\r\n".getBytes(StandardCharsets.US_ASCII),
            header, rest));
        SubmittedMail submitted = SubmittedMail.read(mail, SubmittedMailTest.alice());

        submitted.replaceHeader(submitted.submission().header().without(field -> field.is("Bcc")));

        assertThat(SubmittedMailTest.octets(mail)).isEqualTo(SubmittedMailTest.concat(header, rest));
        LifecycleUtil.dispose(mail);
    }

    @Provide
    Arbitrary<List<String>> headers() {
        Arbitrary<String> name = Arbitraries.strings().withCharRange('a', 'z').withChars('-', 'X').ofMinLength(1).ofMaxLength(20)
            .filter(text -> !text.equalsIgnoreCase("bcc"));
        Arbitrary<String> value = Arbitraries.strings().withCharRange(' ', '~').withChars('\t', '\u00e4', '\u00ff').ofMaxLength(80);
        Arbitrary<String> fold = Arbitraries.of("", "\r\n a fold", "\r\n\t\tanother ", "\r\n ");
        return Combinators.combine(name, value, fold)
            .as((n, v, f) -> n + ":" + v + f + "\r\n")
            .list().ofMaxSize(12);
    }
}
