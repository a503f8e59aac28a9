// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Objects;

/**
 * One SMTP reply line as data (RFC 5321 §4.2, RFC 2034). All that Postern says to a client on its own account is made
 * in {@link Replies}.
 *
 * @param code 200 to 599
 * @param enhanced its class is the first digit of the code
 * @param text printable ASCII on one line, at most {@value #MAX_TEXT} octets; anything else is replaced or cut
 */
public record Reply(int code, EnhancedStatus enhanced, String text) {
    /** RFC 5321 §4.5.3.1.5 allows 512 octets for a reply line, the codes and CRLF included. */
    public static final int MAX_TEXT = 490;

    /** @throws IllegalArgumentException when the code is no SMTP reply code or contradicts the enhanced status code */
    public Reply {
        Objects.requireNonNull(enhanced);
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("Not an SMTP reply code: " + code);
        }
        if (code / 100 != enhanced.statusClass()) {
            throw new IllegalArgumentException("Reply code " + code + " contradicts enhanced status code " + enhanced);
        }
        text = Printable.line(text, MAX_TEXT);
    }

    /** The enhanced status code and the text, as they follow the reply code on the line. */
    public String description() {
        return enhanced + " " + text;
    }

    /** For the log, where no part of a message may stand: what the text quotes, between single quotes, is left out. */
    public String withoutQuotation() {
        return toString().replaceFirst("'.*'", "'...'");
    }

    @Override
    public String toString() {
        return code + " " + description();
    }
}
