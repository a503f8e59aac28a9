// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.util.Objects;

/** The token is no good: a "no", where {@link IssuerFailure} is none. Its message is fit for the log. */
public final class TokenRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** As the client is told (RFC 6750 §3.1). */
    public enum Error {
        INVALID_REQUEST, INVALID_TOKEN, INSUFFICIENT_SCOPE
    }

    private final Error error;

    private TokenRefusal(Error error, String reason) {
        super(Objects.requireNonNull(reason));
        this.error = error;
    }

    /** @param reason in a few words of ours, with nothing of the token in it */
    static TokenRefusal invalid(String reason) {
        return new TokenRefusal(Error.INVALID_TOKEN, reason);
    }

    static TokenRefusal insufficientScope() {
        return new TokenRefusal(Error.INSUFFICIENT_SCOPE, "token without the scope");
    }

    public Error error() {
        return error;
    }
}
