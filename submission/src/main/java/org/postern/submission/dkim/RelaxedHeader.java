// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.nio.charset.StandardCharsets;

import org.postern.submission.header.HeaderField;

/** RFC 6376 §3.4.2: the relaxed form of a header field. Octets over 127 are kept as ISO-8859-1. */
final class RelaxedHeader {
    private RelaxedHeader() {
    }

    /** Without CRLF at its end. */
    static String of(HeaderField field) {
        String raw = new String(field.raw(), StandardCharsets.ISO_8859_1);
        return of(field.key(), raw.substring(raw.indexOf(':') + 1));
    }

    /** @param key the name in lower case */
    static String of(String key, String value) {
        StringBuilder relaxed = new StringBuilder(key.length() + 1 + value.length()).append(key).append(':');
        int start = relaxed.length();
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char octet = value.charAt(i);
            if (octet == ' ' || octet == '\t') {
                space = true;
            } else if (octet != '\r' && octet != '\n') {
                if (space && relaxed.length() > start) {
                    relaxed.append(' ');
                }
                space = false;
                relaxed.append(octet);
            }
        }
        return relaxed.toString();
    }
}
