// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;
import java.util.stream.Stream;

import org.apache.james.core.MailAddress;
import org.postern.submission.Repair;
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
    @Override
    public String name() {
        return "add-sender";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        List<HeaderMailbox> authors = header.named("From").stream()
            .flatMap(from -> from.addresses().mailboxes().stream())
            .toList();
        if (authors.isEmpty() || header.has("Sender") || authors.size() == 1 && isOwn(submission, authors.get(0))) {
            return header;
        }
        return header.append(HeaderField.of("Sender", Originators.asHeaderText(submission.identity().mailbox())));
    }

    private static boolean isOwn(Submission submission, HeaderMailbox author) {
        MailAddress mailbox = submission.identity().mailbox();
        return author.address(mailbox.getDomain())
            .filter(address -> Stream.concat(Stream.of(mailbox), submission.envelope().reversePath().asStream())
                .anyMatch(own -> Originators.isSamePerson(own, address)))
            .isPresent();
    }
}
