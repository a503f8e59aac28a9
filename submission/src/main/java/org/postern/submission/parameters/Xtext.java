// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.Optional;
import java.util.regex.Pattern;

/** Xtext (RFC 3461 §4): visible ASCII, in which {@code +} and two upper-case hexadecimal digits stand for any octet. */
final class Xtext {
    private static final Pattern ENCODED = Pattern.compile("([!-*,-<>-~]|\\+[0-9A-F]{2})+");
    private static final int LONGEST = 1000;

    private Xtext() {
    }

    /** What it says, octets as ISO-8859-1; empty when it is no xtext. */
    static Optional<String> decode(String value) {
        if (value.length() > LONGEST || !ENCODED.matcher(value).matches()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '+') {
                c = (char) Integer.parseInt(value, i + 1, i + 3, 16);
                i += 2;
            }
            text.append(c);
        }
        return Optional.of(text.toString());
    }

    /** RFC 3461 §4.2 and §4.4: such a value stands in the fields of a report one day, where nothing else may. */
    static Optional<String> decodePrintable(String value) {
        return decode(value).filter(text -> text.chars().allMatch(c -> c >= ' ' && c <= '~'));
    }
}
