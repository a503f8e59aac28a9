// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import org.postern.submission.header.AddressFault;

/** What an author is told to change in an address field; part of {@link Replies}. */
final class AddressFaults {
    private AddressFaults() {
    }

    static String reason(AddressFault.Kind kind) {
        return switch (kind) {
            case NO_ADDRESS -> "a name without an address; write Name <name@example.org>";
            case EMPTY_ADDRESS -> "an empty address <>; write an address between the brackets";
            case UNQUOTED_NAME -> "a display name with special characters; put it in double quotes";
            case TEXT_AFTER_ADDRESS -> "text after an address; separate addresses with commas and write names before the <address>";
            case SEPARATOR -> "addresses are separated with commas, nothing else";
            case OPEN_QUOTE -> "a double quote that is not closed";
            case OPEN_COMMENT -> "a parenthesis that is not closed";
            case OPEN_BRACKET -> "a < without its >";
            case OPEN_GROUP -> "a group that is not closed; end it with a semicolon";
            case BAD_LOCAL_PART -> "the part before the @ is no local-part; leave out spaces and special characters";
            case BAD_DOMAIN -> "the part after the @ is no domain";
            case ENCODED_WORD -> "an encoded word inside an address; only display names may have them";
            case CONTROL_CHARACTER -> "a control character; leave it out";
            case BAD_CHARACTER -> "a character that has no meaning there; leave it out";
        };
    }
}
