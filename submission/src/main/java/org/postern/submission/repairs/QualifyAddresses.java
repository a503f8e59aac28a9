// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.io.ByteArrayOutputStream;
import java.util.List;

import org.apache.james.core.Domain;
import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.AddressFields;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageScanner;

/**
 * 6409-4.2b: a local-part that stands alone in an address field gets the domain of the person's mailbox. Only the
 * {@code @domain} is put in; every other octet of the field stays. Fields that cannot be read stay as they are, and so do
 * partial names (6409-4.2c).
 */
public final class QualifyAddresses implements Repair {
    private static final byte[] FOLD = {'\r', '\n', ' '};

    @Override
    public String name() {
        return "qualify-addresses";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        Domain domain = submission.identity().mailbox().getDomain();
        return submission.header().edit(field -> isIncomplete(field) ? qualified(field, domain) : field);
    }

    private static boolean isIncomplete(HeaderField field) {
        return AddressFields.mayHoldAddresses(field) && field.addresses().mailboxes().stream().anyMatch(HeaderMailbox::isBare);
    }

    private static HeaderField qualified(HeaderField field, Domain domain) {
        byte[] raw = field.raw();
        byte[] suffix = Originators.atDomain(domain);
        List<HeaderMailbox> mailboxes = field.addresses().mailboxes();
        ByteArrayOutputStream edited = new ByteArrayOutputStream(raw.length + mailboxes.size() * suffix.length);
        int lineStart = 0;
        int done = 0;
        for (int i = 0; i < mailboxes.size(); i++) {
            HeaderMailbox mailbox = mailboxes.get(i);
            lineStart = copy(edited, raw, done, mailbox.start(), lineStart);
            int stretch = nextBreak(raw, mailbox.start(), i + 1 < mailboxes.size() ? mailboxes.get(i + 1).start() : raw.length)
                - mailbox.start();
            if (edited.size() - lineStart + stretch + suffix.length > MessageScanner.LINE_LIMIT) {
                // A line that would become longer than a line may be is folded, which is allowed before a local-part.
                edited.writeBytes(FOLD);
                lineStart = edited.size() - 1;
            }
            lineStart = copy(edited, raw, mailbox.start(), mailbox.end(), lineStart);
            if (mailbox.isBare()) {
                edited.writeBytes(suffix);
            }
            done = mailbox.end();
        }
        copy(edited, raw, done, raw.length, lineStart);
        return HeaderField.ofRaw(edited.toByteArray());
    }

    /** @return where the line begins, in the octets written, on which the next octet goes */
    private static int copy(ByteArrayOutputStream edited, byte[] raw, int from, int to, int lineStart) {
        edited.write(raw, from, to - from);
        for (int i = to - 1; i >= from; i--) {
            if (raw[i] == '\n') {
                return edited.size() - (to - 1 - i);
            }
        }
        return lineStart;
    }

    /** @return the end of the line, or {@code limit} where that comes first */
    private static int nextBreak(byte[] raw, int from, int limit) {
        int i = from;
        while (i < limit && raw[i] != '\r' && raw[i] != '\n') {
            i++;
        }
        return i;
    }
}
