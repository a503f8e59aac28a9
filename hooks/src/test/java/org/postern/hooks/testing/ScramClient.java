// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.postern.accounts.ScramVerifier;

/** The client's side of SCRAM-SHA-256 (RFC 5802), with a channel binding or without. */
public final class ScramClient {
    public static final int ITERATIONS = 4096;

    private final String header;
    private final byte[] binding;
    private final String bare;
    private final String password;
    private String signature = "";

    /**
     * @param header such as {@code n,,}
     * @param binding data behind the header in the final message
     * @param name escaped, if need be
     */
    public ScramClient(String header, byte[] binding, String name, String nonce, String password) {
        this.header = header;
        this.binding = binding;
        this.bare = "n=" + name + ",r=" + nonce;
        this.password = password;
    }

    /** What a server keeps of a password; the salt is made of a text. */
    public static ScramVerifier verifier(String password, String salt) throws GeneralSecurityException {
        return verifier(password, Arrays.copyOf(sha256(salt.getBytes(UTF_8)), 16), ITERATIONS);
    }

    public static ScramVerifier verifier(String password, byte[] salt, int iterations) throws GeneralSecurityException {
        byte[] salted = salted(password, salt, iterations);
        return new ScramVerifier(salt, iterations, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
    }

    public String first() {
        return header + bare;
    }

    /** @param challenge the server's answer to the first message */
    public String last(String challenge) throws GeneralSecurityException {
        String[] attributes = challenge.split(",", 3);
        byte[] salt = Base64.getDecoder().decode(attributes[1].substring(2));
        byte[] salted = salted(password, salt, Integer.parseInt(attributes[2].substring(2)));
        ByteArrayOutputStream bound = new ByteArrayOutputStream();
        bound.writeBytes(header.getBytes(UTF_8));
        bound.writeBytes(binding);
        String withoutProof = "c=" + base64(bound.toByteArray()) + "," + attributes[0];
        String all = bare + "," + challenge + "," + withoutProof;
        byte[] proof = hmac(salted, "Client Key");
        byte[] mask = hmac(sha256(proof), all);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= mask[i];
        }
        signature = base64(hmac(hmac(salted, "Server Key"), all));
        return withoutProof + ",p=" + base64(proof);
    }

    /** What the server has to say when it knows the verifier. */
    public String expectedSignature() {
        return "v=" + signature;
    }

    private static byte[] salted(String password, byte[] salt, int iterations) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256)).getEncoded();
    }

    private static byte[] hmac(byte[] key, String message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message.getBytes(UTF_8));
    }

    private static byte[] sha256(byte[] octets) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(octets);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
