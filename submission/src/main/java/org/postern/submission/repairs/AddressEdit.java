// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;
import org.postern.submission.header.MessageScanner;

/** Puts other addresses into an address field where the old ones stand; names, comments and every other octet stay. */
@FunctionalInterface
interface AddressEdit {
    String FOLD = "\r\n ";

    /**
     * What stands in the place of a mailbox; empty when it stays.
     *
     * @param written from the local-part to the end of the address, octets as ISO-8859-1, as is the result
     */
    Optional<String> edit(HeaderMailbox mailbox, String written);

    /** The same instance when every mailbox stays. */
    static HeaderField apply(HeaderField field, AddressEdit edit) {
        List<HeaderMailbox> mailboxes = field.addresses().mailboxes();
        String raw = new String(field.raw(), StandardCharsets.ISO_8859_1);
        List<Optional<String>> edits = mailboxes.stream()
            .map(mailbox -> edit.edit(mailbox, raw.substring(mailbox.start(), mailbox.end())))
            .toList();
        return edits.stream().allMatch(Optional::isEmpty) ? field : edited(field.raw(), mailboxes, edits);
    }

    private static HeaderField edited(byte[] raw, List<HeaderMailbox> mailboxes, List<Optional<String>> edits) {
        ByteArrayOutputStream edited = new ByteArrayOutputStream(2 * raw.length);
        int lineStart = 0;
        int done = 0;
        for (int i = 0; i < mailboxes.size(); i++) {
            HeaderMailbox mailbox = mailboxes.get(i);
            lineStart = copy(edited, raw, done, mailbox.start(), lineStart);
            int stretch = nextBreak(raw, mailbox.start(), i + 1 < mailboxes.size() ? mailboxes.get(i + 1).start() : raw.length)
                - mailbox.start();
            Optional<byte[]> replacement = edits.get(i).map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
            int growth = replacement.map(text -> Math.max(0, text.length - (mailbox.end() - mailbox.start()))).orElse(0);
            if (edited.size() - lineStart + stretch + growth > MessageScanner.LINE_LIMIT) {
                // A line that would become longer than a line may be is folded, which is allowed before a local-part.
                edited.writeBytes(FOLD.getBytes(StandardCharsets.US_ASCII));
                lineStart = edited.size() - 1;
            }
            if (replacement.isPresent()) {
                edited.writeBytes(replacement.get());
            } else {
                lineStart = copy(edited, raw, mailbox.start(), mailbox.end(), lineStart);
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
