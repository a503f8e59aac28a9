// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.8: an author whom the person has no right to be is replaced with the person's own mailbox; the display name stays
 * and the old author goes into {@code Reply-To} where there is none. A field that nobody can read is replaced as a whole.
 * For sites whose policy it is, off by default.
 */
public final class RewriteFrom implements Repair {
    private final OwnAddresses own;

    public RewriteFrom(SenderRights rights) {
        this.own = new OwnAddresses(rights);
    }

    @Override
    public String name() {
        return "rewrite-from";
    }

    @Override
    public MessageHeader repair(Submission submission) throws RightsUnavailableException {
        Optional<MailAddress> person = own.writable(submission);
        if (person.isEmpty()) {
            return submission.header();
        }
        List<HeaderField> foreign = new ArrayList<>();
        for (HeaderField from : submission.header().named("From")) {
            if (!own.containAll(submission.identity(), from.addresses().mailboxes())) {
                foreign.add(from);
            }
        }
        MessageHeader changed = submission.header().edit(field -> foreign.contains(field) ? rewritten(field, person.get()) : field);
        Optional<HeaderField> author = foreign.stream().filter(from -> !from.addresses().mailboxes().isEmpty()).findFirst();
        return author.isEmpty() || changed.has("Reply-To") ? changed : changed.append(author.get().renamed("Reply-To"));
    }

    private static HeaderField rewritten(HeaderField from, MailAddress person) {
        String mailbox = Originators.asHeaderText(person);
        List<HeaderMailbox> authors = from.addresses().mailboxes();
        String name = authors.size() == 1 ? authors.get(0).name() : "";
        return HeaderField.of("From", name.isEmpty() ? mailbox : name + " <" + mailbox + ">");
    }
}
