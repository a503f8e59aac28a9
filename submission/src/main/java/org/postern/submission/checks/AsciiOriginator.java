// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.Set;

import org.postern.submission.Check;
import org.postern.submission.InternationalAddress;
import org.postern.submission.Replies;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/**
 * 6531: a header without SMTPUTF8 cannot name a person whose mailbox is not ASCII. The reverse-path does in its place; where
 * that is null, repairs have nobody to name, and the message has to say by itself whose it is.
 */
public final class AsciiOriginator implements Check {
    private static final Set<String> FIELDS = Set.of("from", "sender");

    private final OriginatorRights rights;

    public AsciiOriginator(SenderRights rights) {
        this.rights = new OriginatorRights(rights);
    }

    @Override
    public String name() {
        return "ascii-originator";
    }

    @Override
    public Verdict check(Submission submission) {
        if (submission.envelope().smtpUtf8() || !submission.envelope().reversePath().isNullSender()
                || !InternationalAddress.isInternational(submission.identity().mailbox())) {
            return Verdict.ACCEPT;
        }
        return submission.header().has("From")
            ? rights.check(submission, FIELDS)
            : Verdict.refuse(Replies.mailboxNeedsSmtpUtf8(submission.identity()));
    }
}
