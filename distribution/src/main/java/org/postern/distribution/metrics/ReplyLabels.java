// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply line as labels.
 *
 * @param code the reply code; empty when the line has none
 * @param status the enhanced status code (RFC 3463); empty when the line has none
 */
record ReplyLabels(String code, String status) {

    /** RFC 5321 §4.2.3, RFC 4954 §6, RFC 3207 §4, RFC 7504, RFC 7372. */
    private static final Set<String> CODES = Set.of("250", "251", "252", "421", "432", "450", "451", "452", "454", "455", "500", "501",
        "502", "503", "504", "521", "523", "524", "525", "530", "534", "535", "538", "550", "551", "552", "553", "554", "555", "556");
    private static final Pattern LINE = Pattern.compile("([2-5]\\d\\d)[ -](?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?.*", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("([2-5]\\d\\d)\\b.*", Pattern.DOTALL);

    /** Of a line that is ours. */
    static ReplyLabels of(String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches()
            ? new ReplyLabels(parts.group(1), parts.group(2) == null ? "" : parts.group(2))
            : new ReplyLabels("", "");
    }

    /** The reply code in a line of which another server has the say; empty when there is none. */
    static String ofAnyServer(String line) {
        Matcher code = CODE.matcher(line);
        if (!code.matches()) {
            return "";
        }
        return CODES.contains(code.group(1)) ? code.group(1) : BoundedCounter.OTHER;
    }

    boolean isTemporary() {
        return code.startsWith("4");
    }
}
