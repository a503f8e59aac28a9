// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.MessageScanner;

/** 5321-4.5.3: a header that is larger than what Postern keeps of it cannot be judged, so it is refused. */
public final class HeaderSize implements Check {
    @Override
    public String name() {
        return "header-size";
    }

    @Override
    public Verdict check(Submission submission) {
        if (submission.header().isComplete()) {
            return Verdict.ACCEPT;
        }
        return Verdict.refuse(Replies.headerTooLarge(submission.body().headerSize(), MessageScanner.DEFAULT_HEADER_LIMIT));
    }
}
