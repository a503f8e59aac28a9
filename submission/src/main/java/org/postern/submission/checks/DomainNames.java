// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

/** What a fully qualified domain name looks like (RFC 1123 §2.1, RFC 5321 §2.3.5). */
final class DomainNames {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private DomainNames() {
    }

    /**
     * Two labels or more, the last one not a number. Underscores are let through, as names with them exist; octets over
     * 127 count as letters of U-labels (RFC 5890).
     */
    static boolean isFullyQualified(String domain) {
        if (domain.length() > MAX_NAME || domain.indexOf('.') < 0) {
            return false;
        }
        int labelStart = 0;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || domain.charAt(i) == '.') {
                int length = i - labelStart;
                if (length == 0 || length > MAX_LABEL || domain.charAt(labelStart) == '-' || domain.charAt(i - 1) == '-') {
                    return false;
                }
                labelStart = i + 1;
            } else if (!isLabelCharacter(domain.charAt(i))) {
                return false;
            }
        }
        return !isNumber(domain.substring(domain.lastIndexOf('.') + 1));
    }

    private static boolean isLabelCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c > 127;
    }

    private static boolean isNumber(String label) {
        return label.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
