// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

/**
 * A key that signs tokens, with what Java itself has for it.
 *
 * @param published as the issuer shows it to others
 * @param algorithm of JWA
 */
public record TestKey(JWK published, String algorithm, PrivateKey secret) {
    private static final int ED25519_OCTETS = 32;

    public static TestKey rsa(String id, String algorithm, int bits) {
        KeyPairGenerator generator = generator("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        return new TestKey(new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(id).build(), algorithm, pair.getPrivate());
    }

    public static TestKey ec(String id) {
        KeyPairGenerator generator = generator("EC");
        try {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        KeyPair pair = generator.generateKeyPair();
        return new TestKey(new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).keyID(id).build(), "ES256", pair.getPrivate());
    }

    public static TestKey ed25519(String id) {
        KeyPair pair = generator("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        Base64URL x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length));
        return new TestKey(new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(id).build(), "EdDSA", pair.getPrivate());
    }

    private static KeyPairGenerator generator(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with a header that is usual. */
    public String sign(Map<String, Object> claims) {
        return sign(Map.of("typ", "at+jwt"), claims);
    }

    /** @param more of the header */
    public String sign(Map<String, Object> more, Map<String, Object> claims) {
        Map<String, Object> header = new HashMap<>(Map.of("alg", algorithm, "kid", published.getKeyID()));
        header.putAll(more);
        String input = encoded(header) + "." + encoded(claims);
        try {
            Signature signer = signer();
            signer.initSign(secret);
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Signature signer() throws GeneralSecurityException {
        if (algorithm.equals("PS256")) {
            Signature signer = Signature.getInstance("RSASSA-PSS");
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            return signer;
        }
        return Signature.getInstance(Map.of("RS256", "SHA256withRSA", "ES256", "SHA256withECDSAinP1363Format", "EdDSA", "Ed25519")
            .get(algorithm));
    }

    public static String encoded(Map<String, Object> json) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(json)).toString();
    }
}
