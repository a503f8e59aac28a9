// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.Submission;
import org.postern.submission.Submissions;
import org.postern.submission.header.MessageHeader;

/** Says in one line what a repair has to make of a header, and that it does so once only. */
final class RepairTester {
    private final Repair repair;

    RepairTester(Repair repair) {
        this.repair = repair;
    }

    /** Both headers with LF line ends and without the empty line after them. */
    void makes(String before, String after) {
        makes(Submissions.of(before + "\n"), after);
    }

    void makes(Submission submission, String after) {
        MessageHeader once = repaired(submission);
        MessageHeader twice = repaired(submission.withHeader(once));

        assertThat(Submissions.text(once)).isEqualTo(after);
        assertThat(Submissions.text(twice)).isEqualTo(after);
    }

    void leaves(String header) {
        Submission submission = Submissions.of(header + "\n");

        assertThat(repaired(submission)).isSameAs(submission.header());
    }

    private MessageHeader repaired(Submission submission) {
        try {
            return repair.repair(submission);
        } catch (RightsUnavailableException e) {
            throw new AssertionError(e);
        }
    }
}
