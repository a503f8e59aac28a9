// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.nio.charset.StandardCharsets;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.InternationalAddress;

/** How a person's own address is written in a header and told from others. */
final class Originators {
    private Originators() {
    }

    /** For {@code HeaderField.of}, which takes octets as ISO-8859-1: the UTF-8 of RFC 6532 where the local-part is not ASCII. */
    static String asHeaderText(MailAddress address) {
        return new String(InternationalAddress.wire(address).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String atDomain(Domain domain) {
        return "@" + domain.name();
    }

    /** Whether both are of one person: the same, sub-addresses ({@code user+tag@}) not looked at. */
    static boolean isSamePerson(MailAddress one, MailAddress other) {
        return withoutTag(one).equals(withoutTag(other));
    }

    private static String withoutTag(MailAddress address) {
        String identifier = InternationalAddress.identifier(address);
        int plus = identifier.indexOf('+');
        return plus > 0 && identifier.charAt(0) != '"' ? identifier.substring(0, plus) + identifier.substring(identifier.lastIndexOf('@'))
            : identifier;
    }
}
