// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.List;
import java.util.function.Predicate;

import org.apache.james.core.MailAddress;
import org.postern.submission.Identity;
import org.postern.submission.Replies;
import org.postern.submission.Verdict;

/**
 * 6409-6.2: at RCPT, the person may send to this recipient. The first rule that covers both decides; where none does, they
 * may.
 */
public final class RecipientPermissions {
    private final List<Rule> rules;

    /**
     * One line of the site's policy.
     *
     * @param allows whether it gives the permission or takes it
     * @param who the persons that it covers, by the address that is theirs
     * @param to the recipients that it covers
     * @param advice what a person should do who is refused
     */
    public record Rule(boolean allows, Predicate<MailAddress> who, Predicate<MailAddress> to, String advice) {
        private boolean covers(Identity identity, MailAddress recipient) {
            return who.test(identity.mailbox()) && to.test(recipient);
        }
    }

    /** @param rules in the order in which they are asked */
    public RecipientPermissions(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public Verdict check(Identity identity, MailAddress recipient) {
        return rules.stream()
            .filter(rule -> rule.covers(identity, recipient))
            .findFirst()
            .filter(rule -> !rule.allows())
            .map(rule -> Verdict.refuse(Replies.notYourRecipient(identity, recipient, rule.advice())))
            .orElse(Verdict.ACCEPT);
    }
}
