// SPDX-License-Identifier: Apache-2.0
package org.postern.matchers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.postern.bridge.Identities;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;

/** Matches a submitted mail for all its recipients or for none, and never a mail that nobody submitted. */
abstract class SubmissionMatcher extends GenericMatcher {
    private final Identities identities;

    SubmissionMatcher(Identities identities) {
        this.identities = identities;
    }

    abstract boolean matches(Mail mail, Identity identity) throws MessagingException;

    @Override
    public final Collection<MailAddress> match(Mail mail) throws MessagingException {
        Optional<Identity> identity;
        try {
            identity = identities.of(mail);
        } catch (RightsUnavailableException e) {
            throw new MessagingException("Cannot tell now who submitted mail " + mail.getName(), e);
        }
        return identity.isPresent() && matches(mail, identity.get()) ? mail.getRecipients() : List.of();
    }

    /** The names in the condition, which commas part; at least one. */
    List<String> names(String allowed) throws MessagingException {
        List<String> names = new ArrayList<>();
        for (String name : Optional.ofNullable(getCondition()).orElse("").split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        if (names.isEmpty()) {
            throw wrong("a condition is missing", allowed);
        }
        return names;
    }

    void refuseCondition() throws MessagingException {
        if (getCondition() != null && !getCondition().isBlank()) {
            throw wrong("it takes no condition, not '" + getCondition() + "'", getClass().getSimpleName());
        }
    }

    MessagingException wrong(String complaint, String allowed) {
        return new MessagingException("Matcher " + getClass().getSimpleName() + ": " + complaint + "; allowed is " + allowed);
    }
}
