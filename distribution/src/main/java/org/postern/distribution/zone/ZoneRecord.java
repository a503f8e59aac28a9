// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.postern.distribution.dkim.KeyRecord;

/**
 * A record of the DNS (RFC 1035 §5.1).
 *
 * @param name without a dot at its end
 * @param data as in a zone; names in it have a dot at their end
 */
public record ZoneRecord(String name, String type, String data) {

    /** RFC 1035 §3.3: a text is made of strings of at most this many octets. */
    private static final int STRING_LIMIT = 255;

    /** A TXT record, longer texts in several strings. */
    public static ZoneRecord text(String name, String text) {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < text.length(); start += STRING_LIMIT) {
            strings.add(text.substring(start, Math.min(text.length(), start + STRING_LIMIT)));
        }
        return new ZoneRecord(name, "TXT", strings.stream().collect(Collectors.joining("\" \"", "\"", "\"")));
    }

    public static ZoneRecord of(KeyRecord key) {
        return text(key.name(), key.text());
    }

    /** As a line of a zone. */
    public String line() {
        return name + ". IN " + type + " " + data;
    }
}
