// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What SCRAM-SHA-256 keeps of a password (RFC 5802 §3, RFC 7677), and all that is needed to test one.
 *
 * @param salt random
 * @param iterations of PBKDF2 with HMAC-SHA-256; 4,096 or more
 * @param storedKey 32 octets
 * @param serverKey 32 octets
 */
public record ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    private static final int SALT_OCTETS = 16;
    private static final int KEY_OCTETS = 32;
    /** RFC 5803 §3. */
    private static final Pattern TEXT = Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$]+)\\$([^:]+):(.+)");

    public ScramVerifier {
        Objects.requireNonNull(salt);
        Objects.requireNonNull(storedKey);
        Objects.requireNonNull(serverKey);
    }

    /**
     * That of a new password. Takes as long as its iterations do.
     *
     * @throws IllegalArgumentException when it has characters that no password may have
     */
    public static ScramVerifier of(Password password, int iterations) {
        return of(password, random(SALT_OCTETS), iterations)
            .orElseThrow(() -> new IllegalArgumentException("The password is empty, or has control characters or others that"
                + " SASLprep (RFC 4013) does not allow, such as emoji"));
    }

    /** Of no password: testing one against it takes as long as against another, and none is right. */
    public static ScramVerifier ofNobody(int iterations) {
        return new ScramVerifier(random(SALT_OCTETS), iterations, random(KEY_OCTETS), random(KEY_OCTETS));
    }

    /** Empty when the text is none of {@link #text}. */
    public static Optional<ScramVerifier> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(new ScramVerifier(base64.decode(parts.group(2)), Integer.parseInt(parts.group(1)),
                base64.decode(parts.group(3)), base64.decode(parts.group(4))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<ScramVerifier> of(Password password, byte[] salt, int iterations) {
        return SaslPrep.prepare(password.text()).map(prepared -> {
            byte[] salted = pbkdf2(prepared, salt, iterations);
            return new ScramVerifier(salt, iterations, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
        });
    }

    /** Takes as long as its iterations do, whatever the answer. */
    public boolean matches(Password password) {
        return of(password, salt, iterations).filter(other -> MessageDigest.isEqual(storedKey, other.storedKey)).isPresent();
    }

    /** For a store. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$" + base64.encodeToString(storedKey) + ":"
            + base64.encodeToString(serverKey);
    }

    @Override
    public String toString() {
        return "SCRAM-SHA-256 verifier of " + iterations + " iterations";
    }

    private static byte[] random(int octets) {
        byte[] random = new byte[octets];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private static byte[] pbkdf2(String prepared, byte[] salt, int iterations) {
        PBEKeySpec key = new PBEKeySpec(prepared.toCharArray(), salt, iterations, KEY_OCTETS * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has PBKDF2", e);
        } finally {
            key.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC", e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
