// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.HeaderField;

/** 6409-5.1b: every line of the header belongs to a header field (RFC 5322 §2.2). */
public final class FieldSyntax implements Check {
    @Override
    public String name() {
        return "field-syntax";
    }

    @Override
    public Verdict check(Submission submission) {
        long line = 1;
        for (HeaderField field : submission.header().fields()) {
            if (!field.isWellFormed()) {
                return Verdict.refuse(Replies.notAField(line, field.toString()));
            }
            line += field.lines();
        }
        return Verdict.ACCEPT;
    }
}
