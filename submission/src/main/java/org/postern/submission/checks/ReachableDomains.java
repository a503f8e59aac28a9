// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.postern.submission.MailDomains;
import org.postern.submission.MailDomains.Standing;
import org.postern.submission.Replies;
import org.postern.submission.Verdict;

/**
 * 6409-3.2a, 7505: at MAIL and RCPT, the domain of the address can take mail. A DNS that fails is never the author's
 * fault, so nothing is refused for it.
 */
public final class ReachableDomains {
    private final MailDomains domains;

    public ReachableDomains(MailDomains domains) {
        this.domains = domains;
    }

    /** No mail can be delivered to an address that is refused here. */
    public Verdict recipient(MailAddress recipient) {
        Domain domain = recipient.getDomain();
        return switch (domains.standing(domain)) {
            case NO_SUCH_DOMAIN -> Verdict.refuse(Replies.noSuchRecipientDomain(domain));
            case NO_HOST -> Verdict.refuse(Replies.noHostForRecipientDomain(domain));
            case NULL_MX -> Verdict.refuse(Replies.nullMx(domain));
            case TAKES_MAIL, UNKNOWN -> Verdict.ACCEPT;
        };
    }

    /** No report can be delivered to a reverse-path that is refused here; none is wanted for the null reverse-path. */
    public Verdict reversePath(MaybeSender reversePath) {
        if (reversePath.isNullSender()) {
            return Verdict.ACCEPT;
        }
        Domain domain = reversePath.get().getDomain();
        Standing standing = domains.standing(domain);
        return standing == Standing.TAKES_MAIL || standing == Standing.UNKNOWN
            ? Verdict.ACCEPT
            : Verdict.refuse(Replies.unreachableReversePath(domain, standing));
    }
}
