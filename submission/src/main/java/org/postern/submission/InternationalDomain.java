// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Domain names with U-labels (RFC 5890) as A-labels. IDNA 2003, which is the one that Java knows, reads some characters as
 * others where IDNA 2008 does not (RFC 5894 §7.2): {@code straße.de} would become {@code strasse.de}, which is somebody
 * else's. Such a name is not converted at all; its owner can write the A-label.
 */
public final class InternationalDomain {
    private InternationalDomain() {
    }

    /** Empty when there is no such domain. What is ASCII stays as it is. */
    public static Optional<String> ascii(String domain) {
        if (isAscii(domain)) {
            return Optional.of(domain);
        }
        try {
            return Optional.of(Stream.of(domain.split("\\.", -1)).map(InternationalDomain::label).collect(Collectors.joining(".")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A-labels as U-labels, for stores in which an operator may have written the name that way. */
    public static String unicode(String domain) {
        return IDN.toUnicode(domain);
    }

    private static String label(String label) {
        if (isAscii(label)) {
            return label.toLowerCase(Locale.ROOT);
        }
        String ascii = IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        String plain = Normalizer.normalize(label.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        if (!IDN.toUnicode(ascii).equals(plain)) {
            throw new IllegalArgumentException("IDNA 2003 and 2008 differ in this label");
        }
        return ascii;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
