// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.postern.submission.Identity;
import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.8: an author whom the person has no right to be is replaced with the person's own mailbox; the display name stays
 * and the old author goes into {@code Reply-To} where there is none. For sites whose policy it is, off by default.
 *
 * <p>When the rights cannot be asked the field is rewritten too: the person's own mailbox is right in any case.
 */
public final class RewriteFrom implements Repair {
    private final SenderRights rights;

    public RewriteFrom(SenderRights rights) {
        this.rights = rights;
    }

    @Override
    public String name() {
        return "rewrite-from";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        for (HeaderField from : submission.header().named("From")) {
            List<HeaderMailbox> authors = from.addresses().mailboxes();
            if (!authors.isEmpty() && !mayBeAll(submission.identity(), authors)) {
                header = rewritten(header, from, submission.identity());
            }
        }
        return header;
    }

    private static MessageHeader rewritten(MessageHeader header, HeaderField from, Identity identity) {
        String own = Originators.asHeaderText(identity.mailbox());
        List<HeaderMailbox> authors = from.addresses().mailboxes();
        String name = authors.size() == 1 ? authors.get(0).name() : "";
        HeaderField replacement = name.isEmpty() ? HeaderField.of("From", own) : HeaderField.of("From", name + " <" + own + ">");
        MessageHeader changed = header.replace(from, replacement);
        return changed.has("Reply-To") ? changed : changed.append(from.renamed("Reply-To"));
    }

    private boolean mayBeAll(Identity identity, List<HeaderMailbox> authors) {
        for (HeaderMailbox author : authors) {
            Optional<MailAddress> address = author.address(identity.mailbox().getDomain());
            if (address.isEmpty() || !mayBe(identity, address.get())) {
                return false;
            }
        }
        return true;
    }

    private boolean mayBe(Identity identity, MailAddress address) {
        try {
            return address.equals(identity.mailbox()) || rights.maySendAs(identity, address);
        } catch (RightsUnavailableException e) {
            return false;
        }
    }
}
