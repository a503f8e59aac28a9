// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/** 6409-8: no NUL anywhere in the message (RFC 5322 §4). */
public final class Nul implements Check {
    @Override
    public String name() {
        return "nul";
    }

    @Override
    public Verdict check(Submission submission) {
        long line = submission.body().firstNul();
        return line == 0 ? Verdict.ACCEPT : Verdict.refuse(Replies.nul(submission.header(), line));
    }
}
