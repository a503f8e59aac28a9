// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Submissions;

/** Which faults there are is tested with the parser. */
class AddressSyntaxTest {
    private final CheckTester check = new CheckTester(new AddressSyntax());

    @ParameterizedTest
    @ValueSource(strings = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc",
        "Resent-Bcc", "Resent-Reply-To"})
    void shouldNameFieldAndPlace(String name) {
        check.answers("X: y\n" + name + ": Bob Example\n\n", "554 5.6.0 Header field " + name + ": a name without an address; "
            + "write Name <name@example.org>, near 'Bob Example'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"To:", "Cc: ", "Reply-To:", "Bcc:", "To: undisclosed-recipients:;", "To: bob", "X-To: Bob Example",
        "Errors-To: Bob Example", "From: a@x.org, b@x.org", "Sender: a@x.org", "To: , a@x.org,"})
    void shouldAccept(String field) {
        check.accepts(field + "\n\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "From:                       | From: names no author",
        "From: x:;                   | From: names no author",
        "From: x: a@x.org;           | From: names no author",
        "Resent-From:                | Resent-From: names no author",
        "From: <>                    | From: an empty address <>",
        "Sender:                     | Sender: takes one address",
        "Sender: a@x.org, b@x.org    | Sender: takes one address",
        "Sender: x: a@x.org;         | Sender: takes one address",
        "Resent-Sender: ,            | Resent-Sender: takes one address",
    })
    void shouldRefuseOriginatorsThatAreNone(String field, String reply) {
        check.answers(field + "\n\n", reply);
    }

    @Test
    void shouldRefuseEightBitAddressWithoutSmtpUtf8() {
        check.answers("To: b\u00fcb@x.org\n\n", "554 5.6.0 Header field To: the address 'b?b@x.org' has 8-bit characters");
    }

    @Test
    void shouldAcceptEightBitAddressWithSmtpUtf8() {
        check.accepts(Submissions.ofOctets("To: b\u00fcb@x.org\r\n\r\n".getBytes(StandardCharsets.UTF_8), true));
    }

    @Test
    void shouldAcceptEightBitNameWithoutSmtpUtf8AsThatIsForAnotherCheck() {
        check.accepts("To: B\u00fcb <bub@x.org>\n\n");
    }
}
