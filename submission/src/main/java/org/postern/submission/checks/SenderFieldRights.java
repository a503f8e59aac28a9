// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.Set;

import org.postern.submission.Check;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/**
 * 6409-6.1: the person may send as whoever {@code Sender}, {@code Resent-From} and {@code Resent-Sender} name, in every
 * block of resent fields.
 */
public final class SenderFieldRights implements Check {
    private static final Set<String> FIELDS = Set.of("sender", "resent-from", "resent-sender");

    private final OriginatorRights rights;

    public SenderFieldRights(SenderRights rights) {
        this.rights = new OriginatorRights(rights);
    }

    @Override
    public String name() {
        return "sender-rights";
    }

    @Override
    public Verdict check(Submission submission) {
        return rights.check(submission, FIELDS);
    }
}
