// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The sums of SCRAM-SHA-256, on the side that has the verifier (RFC 5802 §3, RFC 7677 §3). */
final class ScramSums {
    /** In octets: of SHA-256, and so of every key and every proof. */
    static final int LENGTH = 32;
    private static final String HMAC = "HmacSHA256";

    private ScramSums() {
    }

    /** Whether the client knows the password; takes as long for a "no" as for a "yes". */
    static boolean proves(ScramVerifier verifier, byte[] authMessage, byte[] clientProof) {
        if (clientProof.length != LENGTH) {
            return false;
        }
        byte[] clientKey = hmac(verifier.storedKey(), authMessage);
        for (int i = 0; i < LENGTH; i++) {
            clientKey[i] ^= clientProof[i];
        }
        return MessageDigest.isEqual(sha256(clientKey), verifier.storedKey());
    }

    /** By which the client sees that the server knows the verifier. */
    static byte[] serverSignature(ScramVerifier verifier, byte[] authMessage) {
        return hmac(verifier.serverKey(), authMessage);
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    private static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
