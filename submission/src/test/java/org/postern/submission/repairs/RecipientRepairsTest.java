// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.Submission;
import org.postern.submission.Submissions;

class RecipientRepairsTest {
    private final RepairTester removeBcc = new RepairTester(new RemoveBcc());
    private final RepairTester removeEmpty = new RepairTester(new RemoveEmpty());
    private final RepairTester addTo = new RepairTester(new AddTo());

    @ParameterizedTest
    @ValueSource(strings = {"Bcc: bob@x.org", "bCC :bob@x.org", "Bcc:\n bob@x.org,\n\tcarol@x.org", "Bcc:", "Resent-Bcc: bob@x.org",
        "resent-bcc\t: bob@x.org", "Bcc: bob@x.org\nBcc: carol@x.org", "Bcc: Bob Example"})
    void shouldRemoveBcc(String bcc) {
        removeBcc.makes("A: b\n" + bcc + "\nC: d\n e\n", "A: b\nC: d\n e\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"To: bob@x.org", "X-Bcc: bob@x.org", "Bcc-Self: x", "Subject: Bcc: x\n Bcc: y"})
    void shouldRemoveNothingElse(String header) {
        removeBcc.leaves(header + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"To:", "Cc: ", "Reply-To:\n ", "Resent-To:", "Resent-Cc: ,", "Cc: (nobody)"})
    void shouldRemoveEmptyAddressFields(String empty) {
        removeEmpty.makes("A: b\n" + empty + "\nC: d\n", "A: b\nC: d\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From:", "Sender:", "To: x:;", "Cc: bob", "Cc: <>", "Subject:", "X-Empty:"})
    void shouldNotRemove(String header) {
        removeEmpty.leaves(header + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Subject: x              | Subject: x\\nTo: undisclosed-recipients:;",
        "Subject: x\\nCc:        | Subject: x\\nCc:\\nTo: undisclosed-recipients:;",
        "To:\\nSubject: x        | To: undisclosed-recipients:;\\nSubject: x",
        "TO : ,\\nCc: bob        | To: undisclosed-recipients:;\\nCc: bob",
    })
    void shouldSayThatRecipientsAreUndisclosed(String before, String after) {
        addTo.makes(before.replace("\\n", "\n") + "\n", after.replace("\\n", "\n") + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"To: bob", "To: x:;", "Cc: bob", "To: Bob Example", "Cc: bob, <"})
    void shouldNotAddTo(String header) {
        addTo.leaves(header + "\n");
    }

    @Test
    void shouldRunInOrderThatLetsEachReadWhatAnotherCompleted() {
        assertThat(Submissions.repairs().names()).containsExactly("qualify-addresses", "add-from", "rewrite-from", "replace-sender",
            "add-sender", "add-date", "add-message-id", "remove-bcc", "remove-empty", "add-to");
        assertThat(Submissions.repairs().defaults()).hasSize(8);
    }

    @Test
    void shouldLeaveHeaderAloneWhoseEndIsUnknown() throws Exception {
        Submission submission = Submissions.of("Bcc: bob\n" + "A: b\n".repeat(50_000) + "\n");

        assertThat(StandardRepairs.apply(Submissions.repairs().all(), submission)).isSameAs(submission.header());
    }
}
