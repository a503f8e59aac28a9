// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** Keys of a test, and what the DNS would say of them. */
final class KeyPairs {
    static final KeyPair RSA = make("RSA", 2048);
    static final KeyPair ED25519 = make("Ed25519", 255);

    private static final int ED25519_OCTETS = 32;

    private KeyPairs() {
    }

    static SigningKey rsa(String domain, String selector) {
        return new SigningKey(domain, selector, RSA.getPrivate());
    }

    static SigningKey ed25519(String domain, String selector) {
        return new SigningKey(domain, selector, ED25519.getPrivate());
    }

    /** Of both keys, by the first letter of the selector. */
    static String record(String name) {
        byte[] rsa = RSA.getPublic().getEncoded();
        byte[] ed25519 = ED25519.getPublic().getEncoded();
        byte[] key = name.startsWith("r") ? rsa : Arrays.copyOfRange(ed25519, ed25519.length - ED25519_OCTETS, ed25519.length);
        return "v=DKIM1; p=" + Base64.getEncoder().encodeToString(key);
    }

    static KeyPair make(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a signature that needs none. */
    static final class NoKey implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "none";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }
}
