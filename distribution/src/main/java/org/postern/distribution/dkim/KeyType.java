// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Locale;

import org.postern.submission.dkim.SigningKey;

/** What kind of key to make. */
public enum KeyType {
    /** Every receiver knows it. */
    RSA("RSA"),
    /** RFC 8463: short, not known to every receiver; for use beside an RSA key. */
    ED25519("Ed25519");

    /** What the DNS carries in one answer, and every receiver takes (RFC 8301 §3.2). */
    public static final int RSA_BITS = SigningKey.LEAST_RSA_BITS;
    /** RFC 8301 §3.2: beyond it, no receiver has to verify. */
    public static final int MOST_RSA_BITS = 4096;

    private final String jcaName;

    KeyType(String jcaName) {
        this.jcaName = jcaName;
    }

    /** @param bits of an RSA key; an Ed25519 key has its own size */
    public PrivateKey generate(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(jcaName);
            if (this == RSA) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + jcaName, e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
