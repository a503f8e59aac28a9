// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.io.ByteArrayOutputStream;

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
    @Override
    public String name() {
        return "qualify-addresses";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        for (HeaderField field : submission.header().fields()) {
            if (AddressFields.mayHoldAddresses(field) && field.addresses().mailboxes().stream().anyMatch(HeaderMailbox::isBare)) {
                header = header.replace(field, qualified(field, submission.identity().mailbox().getDomain()));
            }
        }
        return header;
    }

    private static HeaderField qualified(HeaderField field, Domain domain) {
        byte[] raw = field.raw();
        ByteArrayOutputStream edited = new ByteArrayOutputStream(raw.length + 256);
        byte[] suffix = Originators.atDomain(domain);
        int done = 0;
        int lineStart = 0;
        for (HeaderMailbox mailbox : field.addresses().mailboxes()) {
            if (mailbox.isBare()) {
                lineStart = copy(edited, raw, done, mailbox.start(), lineStart);
                int lineEnd = lineEnd(raw, mailbox.end());
                if (edited.size() - lineStart + lineEnd - mailbox.start() + suffix.length > MessageScanner.LINE_LIMIT) {
                    // Only where the line would become longer than a line may be.
                    edited.writeBytes(new byte[] {'\r', '\n', ' '});
                    lineStart = edited.size() - 1;
                }
                edited.write(raw, mailbox.start(), mailbox.end() - mailbox.start());
                edited.writeBytes(suffix);
                done = mailbox.end();
            }
        }
        copy(edited, raw, done, raw.length, lineStart);
        return HeaderField.ofRaw(edited.toByteArray());
    }

    private static int copy(ByteArrayOutputStream edited, byte[] raw, int from, int to, int lineStart) {
        edited.write(raw, from, to - from);
        for (int i = to - 1; i >= from; i--) {
            if (raw[i] == '\n') {
                return edited.size() - (to - 1 - i);
            }
        }
        return lineStart;
    }

    private static int lineEnd(byte[] raw, int from) {
        int i = from;
        while (i < raw.length && raw[i] != ',' && raw[i] != '\r' && raw[i] != '\n') {
            i++;
        }
        return i;
    }
}
