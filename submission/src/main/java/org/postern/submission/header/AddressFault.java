// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.Objects;

/**
 * Why a field is no address list.
 *
 * @param kind what is wrong
 * @param where the octets there, as ISO-8859-1; untrusted
 */
public record AddressFault(Kind kind, String where) {
    public AddressFault {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(where);
    }

    /** The mistakes that are told apart, because their cure differs. */
    public enum Kind {
        /** Words without an address after them. */
        NO_ADDRESS,
        /** {@code <>}. */
        EMPTY_ADDRESS,
        /** A display name with a character that needs quotes. */
        UNQUOTED_NAME,
        /** Text after {@code >}. */
        TEXT_AFTER_ADDRESS,
        /** Two addresses without a comma between them, or with a semicolon. */
        SEPARATOR,
        OPEN_QUOTE,
        OPEN_COMMENT,
        OPEN_BRACKET,
        OPEN_GROUP,
        BAD_LOCAL_PART,
        BAD_DOMAIN,
        /** An RFC 2047 word where only a display name may have one. */
        ENCODED_WORD,
        CONTROL_CHARACTER,
        BAD_CHARACTER
    }
}
