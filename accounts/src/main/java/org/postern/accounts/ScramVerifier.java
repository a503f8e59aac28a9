// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Objects;

/**
 * What SCRAM-SHA-256 keeps of a password (RFC 5802 §3, RFC 7677), and all that is needed to test one.
 *
 * @param salt random
 * @param iterations of PBKDF2 with HMAC-SHA-256; 4,096 or more
 * @param storedKey 32 octets
 * @param serverKey 32 octets
 */
public record ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    public ScramVerifier {
        Objects.requireNonNull(salt);
        Objects.requireNonNull(storedKey);
        Objects.requireNonNull(serverKey);
    }

    @Override
    public String toString() {
        return "SCRAM-SHA-256 verifier of " + iterations + " iterations";
    }
}
