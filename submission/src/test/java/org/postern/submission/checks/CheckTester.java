// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.postern.submission.Check;
import org.postern.submission.Submission;
import org.postern.submission.Submissions;

/** Says in one line what a check has to answer. */
final class CheckTester {
    private final Check check;

    CheckTester(Check check) {
        this.check = check;
    }

    void accepts(String message) {
        accepts(Submissions.of(message));
    }

    void accepts(Submission submission) {
        assertThat(check.check(submission).answer()).isEmpty();
    }

    void answers(String message, String replyFragment) {
        answers(Submissions.of(message), replyFragment);
    }

    /** @param replyFragment of the reply, code and enhanced code included */
    void answers(Submission submission, String replyFragment) {
        assertThat(check.check(submission).answer()).hasValueSatisfying(reply -> assertThat(reply.toString()).contains(replyFragment));
    }
}
