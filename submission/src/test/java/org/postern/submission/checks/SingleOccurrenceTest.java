// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleOccurrenceTest {
    private static final String BLOCK = "Resent-Date: x\nResent-From: a@b\nResent-To: c@d\n";

    private final CheckTester check = new CheckTester(new SingleOccurrence());

    @ParameterizedTest
    @ValueSource(strings = {"Date", "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "References", "Subject",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-ID", "Content-Description"})
    void shouldNameFieldThatOccursTwice(String name) {
        check.answers("X: y\n" + name + ": a\nX: y\n" + name.toUpperCase() + " : b\n\n",
            "554 5.6.0 Header field " + name + ": occurs 2 times and may occur once only; keep one of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received", "X-Cron-Env", "Comments", "Keywords", "DKIM-Signature", "List-Id", "Resented"})
    void shouldAcceptOthersTwice(String name) {
        check.accepts(name + ": a\n" + name + ": b\nFrom: x\n\nFrom: in the body\nFrom: twice\n");
    }

    @Test
    void shouldAcceptSeveralResentBlocks() {
        check.accepts(BLOCK + BLOCK + "Received: x\n" + BLOCK + "From: a@b\n\n");
    }

    @Test
    void shouldAcceptOneBlockThatLacksItsDate() {
        check.accepts("Resent-From: a@b\nResent-To: c@d\nFrom: a@b\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Resent-From", "Resent-To", "Resent-Date", "Resent-Sender"})
    void shouldNameResentFieldThatOccursTwiceInBlock(String name) {
        check.answers(name + ": x\n" + name + ": x\nFrom: a@b\n\n", name + ": occurs 2 times");
    }

    @Test
    void shouldNameResentFieldThatOccursMoreOftenThanBlocks() {
        check.answers("From: a@b\n" + BLOCK + BLOCK + "Resent-From: e@f\n\n", "Resent-From: occurs 3 times");
    }
}
