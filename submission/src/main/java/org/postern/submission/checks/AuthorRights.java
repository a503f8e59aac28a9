// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.Set;

import org.postern.submission.Check;
import org.postern.submission.Identity;
import org.postern.submission.Replies;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/**
 * 6409-6.1: the person may send as every mailbox in {@code From}. No {@code From} at all is left to the repairs, unless they would
 * have nobody to name: behind a null reverse-path there is only the person's mailbox, and an app password may not be for that.
 */
public final class AuthorRights implements Check {
    private static final Set<String> FIELDS = Set.of("from");

    private final OriginatorRights rights;

    public AuthorRights(SenderRights rights) {
        this.rights = new OriginatorRights(rights);
    }

    @Override
    public String name() {
        return "author-rights";
    }

    @Override
    public Verdict check(Submission submission) {
        Identity identity = submission.identity();
        if (submission.envelope().reversePath().isNullSender() && !identity.credential().allows(identity.mailbox())
                && submission.header().isComplete() && !submission.header().has("From")) {
            return Verdict.refuse(Replies.notYourAddress(identity, "From", identity.mailbox()));
        }
        return rights.check(submission, FIELDS);
    }
}
