// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import java.util.List;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.bridge.Identities;
import org.postern.bridge.MailAttributes;
import org.postern.submission.Identity;

/**
 * Matches mail from a listener with this sender policy: {@code refuse}, {@code add-sender} or {@code rewrite-from}. A mail
 * from a listener that said nothing is under {@code refuse}.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.SenderPolicyIs=rewrite-from" class="org.postern.mailets.RewriteFrom"/>
 * }</pre>
 */
public class SenderPolicyIs extends SubmissionMatcher {
    private static final String REFUSE = "refuse";
    private static final List<String> POLICIES = List.of(REFUSE, "add-sender", "rewrite-from");

    private String policy = REFUSE;

    @Inject
    public SenderPolicyIs(Identities identities) {
        super(identities);
    }

    @Override
    public void init() throws MessagingException {
        String allowed = "one of " + String.join(", ", POLICIES);
        List<String> names = names(allowed);
        if (names.size() != 1 || !POLICIES.contains(names.get(0))) {
            throw wrong("there is no policy '" + getCondition() + "'", allowed);
        }
        policy = names.get(0);
    }

    @Override
    boolean matches(Mail mail, Identity identity) {
        return MailAttributes.read(mail, MailAttributes.SENDER_POLICY).orElse(REFUSE).equals(policy);
    }
}
