// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.bridge.Identities;
import org.postern.submission.Identity;

/**
 * Matches mail that an authenticated person or program submitted. Bounces and other mail that this server made itself do
 * not match, whatever attributes they inherited.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="ToProcessor">
 *   <processor>submission</processor>
 * </mailet>
 * }</pre>
 */
public class IsSubmission extends SubmissionMatcher {
    @Inject
    public IsSubmission(Identities identities) {
        super(identities);
    }

    @Override
    public void init() throws MessagingException {
        refuseCondition();
    }

    @Override
    boolean matches(Mail mail, Identity identity) {
        return true;
    }
}
