// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageId;

/** 6409-8.3: a well-formed {@code Message-ID} (RFC 5322 §3.6.4). Off by default: {@code add-message-id} replaces it. */
public final class MessageIdSyntax implements Check {
    @Override
    public String name() {
        return "message-id-syntax";
    }

    @Override
    public Verdict check(Submission submission) {
        for (HeaderField field : submission.header().named("Message-ID")) {
            if (!MessageId.isWellFormed(field.body())) {
                return Verdict.refuse(Replies.badMessageId(field.name(), field.body()));
            }
        }
        return Verdict.ACCEPT;
    }
}
