// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.Set;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8: address fields with nothing in them, which scripts leave behind and RFC 5322 §3.6.3 does not allow, are taken
 * out. {@code From} and {@code Sender} are not among them.
 */
public final class RemoveEmpty implements Repair {
    private static final Set<String> REMOVABLE = Set.of("to", "cc", "reply-to", "resent-to", "resent-cc", "resent-reply-to");

    @Override
    public String name() {
        return "remove-empty";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        return submission.header().without(field -> REMOVABLE.contains(field.key()) && field.addresses().isEmpty());
    }
}
