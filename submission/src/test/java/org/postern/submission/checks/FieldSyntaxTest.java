// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSyntaxTest {
    private final CheckTester check = new CheckTester(new FieldSyntax());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "no colon\\n\\n                     | Line 1 of the header is no header field: 'no colon'",
        "A: b\\n c\\nno colon\\nB: c\\n\\n  | Line 3 of the header",
        "' A: b\\n\\n'                      | Line 1 of the header",
        "From a@b Sun Nov 22\\nA: b\\n\\n   | 'From a@b Sun Nov 22'",
    })
    void shouldNameLineThatIsNoField(String message, String reply) {
        check.answers(message.replace("\\n", "\n"), "554 5.6.0 ");
        check.answers(message.replace("\\n", "\n"), reply);
    }

    @Test
    void shouldShowNothingUnprintable() {
        check.answers("\u001b[2J\u00ff\n\n", "'?[2J?'");
    }

    @Test
    void shouldAcceptFieldsAndFolds() {
        check.accepts("A: b\n c\n\td\nB:\nC : d\n\nno colon\n");
    }

    @Test
    void shouldAcceptEmptyHeader() {
        check.accepts("\nno colon\n");
    }
}
