// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.util.Optional;
import java.util.regex.Pattern;

/** What somebody gave as their access token. Not to be seen by chance: it has no text of its own, and equals nothing but itself. */
public final class AccessToken {
    /** RFC 6750 §2.1: {@code b64token}. */
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    /** What a line of the exchange has room for (RFC 4954 §4), base64 taken off. */
    private static final int LONGEST = 9_216;

    private final String text;

    private AccessToken(String text) {
        this.text = text;
    }

    /** Empty when the text is no token, or longer than any is. */
    public static Optional<AccessToken> of(String text) {
        return text.length() <= LONGEST && SYNTAX.matcher(text).matches() ? Optional.of(new AccessToken(text)) : Optional.empty();
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return "token";
    }
}
