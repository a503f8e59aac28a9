// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.bridge.Identities;
import org.postern.bridge.JamesSenderRights;
import org.postern.submission.Identity;
import org.postern.submission.Verdict;
import org.postern.submission.checks.ReversePathRights;

/**
 * Matches submitted mail whose reverse-path is not the author's to use (RFC 6409 §6.1). Such a mail must not be bounced:
 * the bounce would go to a stranger. The null reverse-path does not match.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.ForeignReversePath" class="ToRepository">
 *   <repositoryPath>file://var/mail/refused/</repositoryPath>
 *   <onMatchException>propagate</onMatchException>
 * </mailet>
 * }</pre>
 */
public class ForeignReversePath extends SubmissionMatcher {
    private final ReversePathRights rights;

    @Inject
    public ForeignReversePath(Identities identities, JamesSenderRights rights) {
        super(identities);
        this.rights = new ReversePathRights(rights);
    }

    @Override
    public void init() throws MessagingException {
        refuseCondition();
    }

    @Override
    boolean matches(Mail mail, Identity identity) throws MessagingException {
        Verdict verdict = rights.check(identity, mail.getMaybeSender());
        if (verdict instanceof Verdict.TryLater later) {
            throw new MessagingException("Cannot judge mail " + mail.getName() + " now: " + later.reply());
        }
        return verdict instanceof Verdict.Refuse;
    }
}
