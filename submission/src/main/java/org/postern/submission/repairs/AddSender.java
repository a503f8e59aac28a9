// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;
import java.util.stream.Stream;

import org.apache.james.core.MailAddress;
import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8.1: who submits a message by somebody else, or by several authors, is named in {@code Sender} (RFC 5322 §3.6.2).
 * Somebody else it is by when neither the person's mailbox nor the reverse-path is among the authors. A {@code Sender}
 * that is there already stays.
 */
public final class AddSender implements Repair {
    private final OwnAddresses own;

    public AddSender(SenderRights rights) {
        this.own = new OwnAddresses(rights);
    }

    @Override
    public String name() {
        return "add-sender";
    }

    @Override
    public MessageHeader repair(Submission submission) throws RightsUnavailableException {
        MessageHeader header = submission.header();
        List<HeaderMailbox> authors = header.named("From").stream()
            .flatMap(from -> from.addresses().mailboxes().stream())
            .toList();
        if (authors.isEmpty() || header.has("Sender") || authors.size() == 1 && isOwn(submission, authors.get(0))) {
            return header;
        }
        return own.writable(submission)
            .map(sender -> header.append(HeaderField.of("Sender", Originators.asHeaderText(sender))))
            .orElse(header);
    }

    private static boolean isOwn(Submission submission, HeaderMailbox author) {
        MailAddress mailbox = submission.identity().mailbox();
        return author.address(mailbox.getDomain())
            .filter(address -> Stream.concat(Stream.of(mailbox).filter(submission.identity().credential()::allows),
                    submission.envelope().reversePath().asStream())
                .anyMatch(theirs -> Originators.isSamePerson(theirs, address)))
            .isPresent();
    }
}
