// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.nio.charset.StandardCharsets;

/** RFC 2865 §3: what the servers and we know, and nobody else. Not to be seen by chance. */
final class SharedSecret {
    private final byte[] octets;

    private SharedSecret(byte[] octets) {
        this.octets = octets;
    }

    static SharedSecret of(String text) {
        return new SharedSecret(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] octets() {
        return octets.clone();
    }

    @Override
    public String toString() {
        return "secret";
    }
}
