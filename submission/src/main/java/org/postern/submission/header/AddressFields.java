// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.Set;

/** Which header fields hold addresses. */
public final class AddressFields {
    private static final Set<String> RFC_5322 = Set.of("from", "sender", "reply-to", "to", "cc", "bcc", "resent-from",
        "resent-sender", "resent-reply-to", "resent-to", "resent-cc", "resent-bcc");
    private static final Set<String> OTHERS = Set.of("disposition-notification-to", "return-receipt-to", "errors-to",
        "mail-followup-to", "mail-reply-to");

    private AddressFields() {
    }

    /** Fields that RFC 5322 defines as address lists; what is wrong in them is refused. */
    public static boolean isStandard(HeaderField field) {
        return RFC_5322.contains(field.key());
    }

    /** Those, and fields of other origin that hold addresses when they can be read as such. */
    public static boolean mayHoldAddresses(HeaderField field) {
        return isStandard(field) || OTHERS.contains(field.key());
    }

    /** Whether RFC 5322 allows one mailbox only. */
    public static boolean isSingleMailbox(HeaderField field) {
        String key = field.key();
        return key.equals("sender") || key.equals("resent-sender");
    }

    /** Whether the field names authors, so that it needs a mailbox and has no groups. */
    public static boolean namesAuthors(HeaderField field) {
        String key = field.key();
        return key.equals("from") || key.equals("resent-from");
    }
}
