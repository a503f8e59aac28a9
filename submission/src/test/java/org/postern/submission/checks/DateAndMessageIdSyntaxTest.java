// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.junit.jupiter.api.Test;

class DateAndMessageIdSyntaxTest {
    private final CheckTester date = new CheckTester(new DateSyntax());
    private final CheckTester messageId = new CheckTester(new MessageIdSyntax());

    @Test
    void shouldRefuseDateThatIsNone() {
        date.answers("Date: tomorrow\n\n", "554 5.6.0 Header field Date: 'tomorrow' is no date; write it as in Sun, 22 Nov 2026");
    }

    @Test
    void shouldAcceptDateAndItsAbsence() {
        date.accepts("Date: Sun, 22 Nov 2026 09:30:00 +0100\nResent-Date: tomorrow\n\n");
        date.accepts("Subject: x\n\n");
    }

    @Test
    void shouldRefuseMessageIdThatIsNone() {
        messageId.answers("Message-Id: 1\n\n", "554 5.6.0 Header field Message-Id: '1' is no message identifier");
    }

    @Test
    void shouldAcceptMessageIdAndItsAbsence() {
        messageId.accepts("Message-ID:\n <1@example.org>\n\n");
        messageId.accepts("Subject: x\n\n");
    }
}
