// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

/**
 * Words and dots in a row: a display name, a group's name or a local-part, which only what follows tells.
 *
 * @param text words and dots without comments and white space
 * @param count of words
 * @param isLocalPart whether words and dots take turns, as in RFC 5322 {@code local-part}
 * @param isQuotedString whether it is one quoted string and nothing else
 * @param start octet at which the first word begins
 * @param end octet after the last word
 */
record AddressWords(String text, int count, boolean isLocalPart, boolean isQuotedString, int start, int end) {
    /** RFC 2047 §5: an encoded word is never part of an address; readers that decode it would see another one. */
    boolean hasEncodedWord() {
        int start = text.indexOf("=?");
        return start >= 0 && text.indexOf("?=", start + 2) >= 0;
    }
}
