// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.Set;

import org.postern.submission.Check;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/** 6409-6.1: the person may send as every mailbox in {@code From}. No {@code From} at all is left to the repairs. */
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
        return rights.check(submission, FIELDS);
    }
}
