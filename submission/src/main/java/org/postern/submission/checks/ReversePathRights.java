// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.apache.james.core.MaybeSender;
import org.postern.submission.Identity;
import org.postern.submission.Replies;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Verdict;

/** 6409-6.1: at MAIL, the person may use this reverse-path; 6409-3.2b: the null reverse-path is judged after the data. */
public final class ReversePathRights {
    private final SenderRights rights;

    public ReversePathRights(SenderRights rights) {
        this.rights = rights;
    }

    public Verdict check(Identity identity, MaybeSender reversePath) {
        if (reversePath.isNullSender()) {
            return Verdict.ACCEPT;
        }
        try {
            return rights.maySendAs(identity, reversePath.get())
                ? Verdict.ACCEPT
                : Verdict.refuse(Replies.notYourAddress(identity, "MAIL FROM", reversePath.get()));
        } catch (RightsUnavailableException e) {
            return Verdict.tryLater(Replies.localFault());
        }
    }
}
