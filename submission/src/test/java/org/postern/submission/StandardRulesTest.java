// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.repairs.StandardRepairs;

class StandardRulesTest {
    private static final String BODY_AND_SUBJECT = "Subject: hello\n\nHello Bob\n";

    @Test
    void shouldAcceptWhenOnlySubjectAndBodyAreThere() {
        Verdict verdict = StandardChecks.firstOf(Submissions.checks().defaults(), Submissions.of(BODY_AND_SUBJECT));

        assertThat(verdict).isEqualTo(Verdict.ACCEPT);
    }

    @Test
    void shouldCompleteHeaderAtItsEndWhenOnlySubjectIsThere() throws Exception {
        var header = StandardRepairs.apply(Submissions.repairs().defaults(), Submissions.of(BODY_AND_SUBJECT));

        assertThat(Submissions.text(header)).isEqualTo("""
            Subject: hello
            From: alice@example.org
            Date: Sun, 22 Nov 2026 09:30:00 +0100
            Message-ID: <rsrt.mwrkths0@mail.example.org>
            To: undisclosed-recipients:;
            """);
    }

    @Test
    void shouldSwitchCheckWhenNamed() {
        assertThat(Submissions.checks().select(Map.of("nul", false, "date-syntax", true)))
            .extracting(Check::name)
            .contains("date-syntax", "author-rights")
            .doesNotContain("nul", "message-id-syntax");
    }

    @Test
    void shouldListNamesWhenCheckIsUnknown() {
        assertThatThrownBy(() -> Submissions.checks().select(Map.of("nulls", true)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("'nulls'")
            .hasMessageContaining("author-rights");
    }

    @Test
    void shouldListNamesWhenRepairIsUnknown() {
        assertThatThrownBy(() -> Submissions.repairs().select(Map.of("add-dates", true)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("'add-dates'")
            .hasMessageContaining("rewrite-from");
    }
}
