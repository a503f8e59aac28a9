// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.BodyFacts;
import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/** 6409-8: CR and LF occur together only (RFC 5322 §2.3, RFC 5321 §2.3.8); anything else lets two servers see two messages. */
public final class LineEndings implements Check {
    @Override
    public String name() {
        return "line-endings";
    }

    @Override
    public Verdict check(Submission submission) {
        BodyFacts facts = submission.body();
        if (facts.firstBareLf() > 0) {
            return Verdict.refuse(Replies.bareLf(submission.header(), facts.firstBareLf()));
        }
        if (facts.firstBareCr() > 0) {
            return Verdict.refuse(Replies.bareCr(submission.header(), facts.firstBareCr()));
        }
        return Verdict.ACCEPT;
    }
}
