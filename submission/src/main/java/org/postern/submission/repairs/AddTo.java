// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.Optional;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8: a message that names no recipient says so with an empty group, as servers on the way that want a {@code To}
 * would otherwise put one in. An empty {@code To}, which RFC 5322 §3.6.3 does not allow, becomes one too.
 */
public final class AddTo implements Repair {
    private static final HeaderField UNDISCLOSED = HeaderField.of("To", "undisclosed-recipients:;");

    @Override
    public String name() {
        return "add-to";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        Optional<HeaderField> empty = header.named("To").stream().filter(to -> to.addresses().isEmpty()).findFirst();
        if (empty.isPresent()) {
            return header.replace(empty.get(), UNDISCLOSED);
        }
        boolean addressed = header.has("To") || header.named("Cc").stream().anyMatch(cc -> !cc.addresses().isEmpty());
        return addressed ? header : header.append(UNDISCLOSED);
    }
}
