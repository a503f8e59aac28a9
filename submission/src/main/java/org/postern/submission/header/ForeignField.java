// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A header field that somebody else, such as a content filter, wants on a message. It may add what is its own, and nothing that
 * the author or a server writes: not the originators, recipients, subject, date and threads, nothing of the message's structure,
 * no trace. What could end the field and begin another one, or the body, makes no field.
 */
public final class ForeignField {
    /** RFC 5322 §2.2. */
    private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,76}");
    private static final Pattern NOT_ITS_OWN = Pattern.compile("(?i)(from|sender|reply-to|to|cc|bcc|subject|date|message-id"
        + "|in-reply-to|references|mime-version|received|return-path|(content|resent)-.*)");
    private static final Pattern FOLD = Pattern.compile("\r?\n(?=[ \t])");
    /** RFC 5322 §2.1.1; ASCII, as the message may not have asked for SMTPUTF8. A line of white space only would end the header. */
    private static final Pattern LINE = Pattern.compile("(?=.*[!-~])[\t -~]{1,900}");
    private static final int MOST_OCTETS = 10_000;

    private ForeignField() {
    }

    /**
     * @param value may be folded, with CRLF or LF
     * @return empty when it is no such field
     */
    public static Optional<HeaderField> of(String name, String value) {
        if (!NAME.matcher(name).matches() || NOT_ITS_OWN.matcher(name).matches() || value.length() > MOST_OCTETS) {
            return Optional.empty();
        }
        String[] lines = FOLD.split(value, -1);
        for (String line : lines) {
            if (!LINE.matcher(line).matches()) {
                return Optional.empty();
            }
        }
        return Optional.of(HeaderField.of(name, String.join("\r\n", lines)));
    }
}
