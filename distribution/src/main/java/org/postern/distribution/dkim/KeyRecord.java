// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.postern.submission.dkim.SigningKey;
import org.postern.submission.dkim.TagList;

/**
 * What the DNS has to say of a signing key (RFC 6376 §3.6.1, RFC 8463 §4).
 *
 * @param name of the TXT record, without a dot at its end
 * @param keyType the value of {@code k=}
 * @param publicKey the value of {@code p=}
 */
public record KeyRecord(String name, String keyType, String publicKey) {

    public static KeyRecord of(SigningKey key) {
        return new KeyRecord(key.recordName(), key.algorithm().keyType(), Base64.getEncoder().encodeToString(publicHalf(key.key())));
    }

    public String text() {
        return "v=DKIM1; k=" + keyType + "; p=" + publicKey;
    }

    /** Whether a text in the DNS is a record of this key. */
    public boolean isIn(String text) {
        TagList tags = TagList.parse(text);
        return tags.get("p").filter(publicKey::equals).isPresent() && tags.get("k").orElse("rsa").equals(keyType);
    }

    private static byte[] publicHalf(PrivateKey key) {
        if (key instanceof RSAPrivateCrtKey rsa) {
            try {
                return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())).getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java cannot make the public half of an RSA key", e);
            }
        }
        if (key instanceof EdECPrivateKey ed25519) {
            byte[] octets = ed25519.getBytes().orElseThrow(() -> new IllegalArgumentException("a key that gives no octets"));
            return new Ed25519PrivateKeyParameters(octets, 0).generatePublicKey().getEncoded();
        }
        throw new IllegalArgumentException("a key for " + key.getAlgorithm() + " without its public half");
    }
}
