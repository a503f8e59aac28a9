// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person has shown to prove who they are.
 *
 * @param kind what takes it away depends on it
 * @param expires when it is of no use any more; empty when it has no end, or one that is looked at elsewhere
 */
public record Means(Kind kind, Optional<Instant> expires) {
    /** What it is. */
    public enum Kind { PASSWORD, APP_PASSWORD, TOKEN, CERTIFICATE }

    public Means {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(expires);
    }

    /** The person's own, whoever knows it: it ends when it is changed. */
    public static Means password() {
        return new Means(Kind.PASSWORD, Optional.empty());
    }

    static Means appPassword(Optional<Instant> expires) {
        return new Means(Kind.APP_PASSWORD, expires);
    }

    public static Means token(Optional<Instant> expires) {
        return new Means(Kind.TOKEN, expires);
    }

    /** Its end is a matter of the certificate, which can be judged again. */
    public static Means certificate() {
        return new Means(Kind.CERTIFICATE, Optional.empty());
    }
}
