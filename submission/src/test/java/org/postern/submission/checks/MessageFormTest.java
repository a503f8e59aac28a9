// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postern.submission.Submissions;

/** The checks on octets and lines; what the scanner finds is tested with the scanner. */
class MessageFormTest {
    @Test
    void shouldNameFieldWhenHeaderHasNul() {
        new CheckTester(new Nul()).answers("Subject: a\n b\0\n\n", "554 5.6.0 Line 2 (header field Subject) has a NUL");
    }

    @Test
    void shouldNameLineWhenBodyHasNul() {
        new CheckTester(new Nul()).answers("Subject: a\n\nx\ny\0\n", "554 5.6.0 Line 4 has a NUL");
    }

    @Test
    void shouldAcceptWhenThereIsNoNul() {
        new CheckTester(new Nul()).accepts("Subject: a\n\nx\n");
    }

    @Test
    void shouldNameFieldWhenLfIsBare() {
        new CheckTester(new LineEndings()).answers(Submissions.ofOctets("Subject: a\nTo: b\r\n\r\n".getBytes()),
            "554 5.6.0 Line 1 (header field Subject) ends with LF without CR; end every line with CR LF");
    }

    @Test
    void shouldNameLineWhenCrIsBare() {
        new CheckTester(new LineEndings()).answers("Subject: a\n\nx\ry\n", "554 5.6.0 Line 3 has a CR without LF");
    }

    @Test
    void shouldAcceptWhenLinesEndWithCrLf() {
        new CheckTester(new LineEndings()).accepts("Subject: a\n\nx\n");
    }

    @Test
    void shouldRefuseWhenLineIsTooLong() {
        new CheckTester(new LineLength()).answers("Subject: a\n\n" + "x".repeat(999) + "\n", "554 5.6.0 Line 3 has more than 998");
    }

    @Test
    void shouldAcceptWhenLineIsAsLongAsMayBe() {
        new CheckTester(new LineLength()).accepts("Subject: a\n\n" + "x".repeat(998) + "\n");
    }

    @Test
    void shouldSayBothSizesWhenHeaderIsTooLarge() {
        new CheckTester(new HeaderSize()).answers("A: b\n".repeat(50_000) + "\n",
            "552 5.3.4 The header has 300002 octets and may have 262144");
    }

    @Test
    void shouldAcceptLargeBody() {
        new CheckTester(new HeaderSize()).accepts("A: b\n\n" + "x\n".repeat(300_000));
    }

    @Test
    void shouldHaveTheNamesThatOperatorsKnow() {
        assertThat(Submissions.checks().names()).containsExactly("header-size", "nul", "line-endings", "line-length", "field-syntax",
            "eight-bit-header", "single-occurrence", "hop-count", "address-syntax", "qualified-domains", "date-syntax", "message-id-syntax",
            "null-reverse-path", "ascii-originator", "author-rights", "sender-rights");
        assertThat(Submissions.checks().defaults()).hasSize(14);
    }
}
