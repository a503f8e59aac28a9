// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/** How a person's own address is written in a header and told from others. */
final class Originators {
    private Originators() {
    }

    /** With an ASCII domain, as a header without SMTPUTF8 needs it. */
    static String asHeaderText(MailAddress address) {
        return address.getLocalPart() + "@" + ascii(address.getDomain());
    }

    static byte[] atDomain(Domain domain) {
        return ("@" + ascii(domain)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether both are of one person: the same, sub-addresses ({@code user+tag@}) not looked at. */
    static boolean isSamePerson(MailAddress one, MailAddress other) {
        return one.getDomain().equals(other.getDomain()) && withoutTag(one).equals(withoutTag(other));
    }

    private static String withoutTag(MailAddress address) {
        String localPart = address.getLocalPart().toLowerCase(Locale.ROOT);
        int plus = localPart.indexOf('+');
        return plus > 0 && localPart.charAt(0) != '"' ? localPart.substring(0, plus) : localPart;
    }

    static String ascii(Domain domain) {
        try {
            return IDN.toASCII(domain.name());
        } catch (IllegalArgumentException e) {
            return domain.name();
        }
    }
}
