// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.1: a {@code Sender} whom the person has no right to be, or that nobody can read, becomes the person's mailbox.
 * For sites that would rather correct than refuse (check {@code sender-rights}), off by default.
 */
public final class ReplaceSender implements Repair {
    private final OwnAddresses own;

    public ReplaceSender(SenderRights rights) {
        this.own = new OwnAddresses(rights);
    }

    @Override
    public String name() {
        return "replace-sender";
    }

    @Override
    public MessageHeader repair(Submission submission) throws RightsUnavailableException {
        MessageHeader header = submission.header();
        Optional<MailAddress> person = own.writable(submission);
        for (HeaderField sender : submission.header().named("Sender")) {
            if (person.isPresent() && !own.containAll(submission.identity(), sender.addresses().mailboxes())) {
                header = header.replace(sender, HeaderField.of("Sender", Originators.asHeaderText(person.get())));
            }
        }
        return header;
    }
}
