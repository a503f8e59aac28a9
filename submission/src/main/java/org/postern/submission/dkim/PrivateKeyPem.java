// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A private key as text: PKCS #8 (RFC 5958) in PEM (RFC 7468), without a password. */
public final class PrivateKeyPem {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int WIDTH = 64;

    private PrivateKeyPem() {
    }

    /** @throws IllegalArgumentException when it is no such text, or the key is neither RSA nor Ed25519 */
    public static PrivateKey parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no " + BEGIN + " is in it; openssl pkcs8 -topk8 -nocrypt makes one of other forms");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        for (String algorithm : List.of("RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // It is for another algorithm.
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java has no " + algorithm, e);
            }
        }
        throw new IllegalArgumentException("the key is not for RSA or Ed25519, or broken");
    }

    public static String format(PrivateKey key) {
        return BEGIN + "\n" + Base64.getMimeEncoder(WIDTH, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n" + END + "\n";
    }
}
