// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.MessageScanner;

/** 6409-8: at most 998 octets before CRLF, in header and body (RFC 5322 §2.1.1). */
public final class LineLength implements Check {
    @Override
    public String name() {
        return "line-length";
    }

    @Override
    public Verdict check(Submission submission) {
        long line = submission.body().firstLongLine();
        return line == 0 ? Verdict.ACCEPT : Verdict.refuse(Replies.longLine(submission.header(), line, MessageScanner.LINE_LIMIT));
    }
}
