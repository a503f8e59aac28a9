// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.International;
import org.postern.submission.Submissions;

class AsciiOriginatorTest {
    private final CheckTester check = new CheckTester(new AsciiOriginator(International.RIGHTS));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Subject: x             | 550 5.6.7 Your address 'j?rg@example.org' is not ASCII; send with SMTPUTF8, or",
        "From: eve@example.org  | 550 5.7.1 j?rg@example.org may not send as eve@example.org (From)",
    })
    void shouldRefuseWhatRepairsWouldHaveToNameThePersonIn(String header, String reply) {
        check.answers(International.submission(header + "\n", "", false), reply);
        check.accepts(International.submission(header + "\n", "", true));
        check.accepts(International.submission(header + "\n", "joerg@example.org", false));
    }

    @Test
    void shouldAcceptMessageThatSaysWhoseItIs() {
        check.accepts(International.submission("From: joerg@example.org\n", "", false));
        check.accepts(Submissions.of("Subject: x\n\n"));
    }
}
