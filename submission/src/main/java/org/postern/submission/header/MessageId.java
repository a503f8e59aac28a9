// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

/**
 * A message identifier (RFC 5322 §3.6.4), read as mail programs write them: what stands between the brackets has to be
 * one token with an {@code @} in it, and may have characters that the grammar has not.
 */
public final class MessageId {
    private MessageId() {
    }

    /** @param body of the field, unfolded and trimmed */
    public static boolean isWellFormed(String body) {
        int close = body.indexOf('>');
        if (!body.startsWith("<") || close < 0) {
            return false;
        }
        String id = body.substring(1, close);
        int at = id.indexOf('@');
        if (at < 1 || at == id.length() - 1) {
            return false;
        }
        return isOneToken(id) && isComment(body.substring(close + 1).strip());
    }

    private static boolean isOneToken(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 127 || c == '<') {
                return false;
            }
        }
        return true;
    }

    private static boolean isComment(String rest) {
        return rest.isEmpty() || rest.startsWith("(") && rest.endsWith(")") && rest.indexOf('<') < 0;
    }
}
