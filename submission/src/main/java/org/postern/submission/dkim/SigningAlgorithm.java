// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Locale;
import java.util.Optional;

/** The two that RFC 8301 and RFC 8463 leave to a signer. */
public enum SigningAlgorithm {
    RSA("SHA256withRSA"),
    /** RFC 8463 §3: signs the hash of the header, not the header. */
    ED25519("Ed25519");

    private final String jcaName;

    SigningAlgorithm(String jcaName) {
        this.jcaName = jcaName;
    }

    /** Empty when DKIM knows no algorithm for such a key. */
    static Optional<SigningAlgorithm> of(PrivateKey key) {
        if (key instanceof RSAPrivateKey) {
            return Optional.of(RSA);
        }
        boolean ed25519 = key instanceof EdECPrivateKey edwards && edwards.getParams().getName().equals("Ed25519");
        return ed25519 ? Optional.of(ED25519) : Optional.empty();
    }

    /** The value of {@code k=} in a key record. */
    public String keyType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of {@code a=} in a signature. */
    String tag() {
        return keyType() + "-sha256";
    }

    byte[] sign(PrivateKey key, String canonicalHeader) throws GeneralSecurityException {
        byte[] octets = canonicalHeader.getBytes(StandardCharsets.ISO_8859_1);
        Signature signature = Signature.getInstance(jcaName);
        signature.initSign(key);
        signature.update(this == ED25519 ? MessageDigest.getInstance("SHA-256").digest(octets) : octets);
        return signature.sign();
    }
}
