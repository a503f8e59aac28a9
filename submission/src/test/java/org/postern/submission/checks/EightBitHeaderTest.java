// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.postern.submission.Submissions;

class EightBitHeaderTest {
    private static final String UTF_8 = "A: b\r\nSubject: Gr\u00fc\u00dfe\r\n\r\n";

    private final CheckTester check = new CheckTester(new EightBitHeader());

    @Test
    void shouldNameFieldWhenSmtpUtf8IsNotUsed() {
        check.answers(Submissions.ofOctets(UTF_8.getBytes(StandardCharsets.UTF_8), false), "554 5.6.0 Header field Subject: has 8-bit");
    }

    @Test
    void shouldAcceptUtf8WhenSmtpUtf8IsUsed() {
        check.accepts(Submissions.ofOctets(UTF_8.getBytes(StandardCharsets.UTF_8), true));
    }

    @Test
    void shouldNameFieldWhenSmtpUtf8IsUsedForSomethingElse() {
        check.answers(Submissions.ofOctets(UTF_8.getBytes(StandardCharsets.ISO_8859_1), true), "554 5.6.0 Header field Subject: has 8-bit "
            + "characters that are not UTF-8");
    }

    @Test
    void shouldAcceptEightBitBody() {
        check.accepts("Subject: a\n\n\u00fc\n");
    }
}
