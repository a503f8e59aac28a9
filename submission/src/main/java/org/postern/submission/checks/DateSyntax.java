// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageDate;

/** 6409-8.2: a {@code Date} that can be read (RFC 5322 §3.3, §4.3). Off by default: {@code add-date} replaces it. */
public final class DateSyntax implements Check {
    @Override
    public String name() {
        return "date-syntax";
    }

    @Override
    public Verdict check(Submission submission) {
        for (HeaderField field : submission.header().named("Date")) {
            if (MessageDate.parse(field.body()).isEmpty()) {
                return Verdict.refuse(Replies.badDate(field.name(), field.body()));
            }
        }
        return Verdict.ACCEPT;
    }
}
