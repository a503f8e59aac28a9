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
 * Matches mail that was submitted on one of these listeners, by the names they have in {@code smtpserver.xml}. Only
 * listeners with Postern's hooks leave their name on a mail.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.SubmittedOn=submission,submissions" class="org.postern.mailets.RepairHeader"/>
 * }</pre>
 */
public class SubmittedOn extends SubmissionMatcher {
    private List<String> listeners = List.of();

    @Inject
    public SubmittedOn(Identities identities) {
        super(identities);
    }

    @Override
    public void init() throws MessagingException {
        listeners = names("names of listeners, parted by commas: SubmittedOn=submission,submissions");
    }

    @Override
    boolean matches(Mail mail, Identity identity) {
        return MailAttributes.read(mail, MailAttributes.LISTENER).filter(listeners::contains).isPresent();
    }
}
