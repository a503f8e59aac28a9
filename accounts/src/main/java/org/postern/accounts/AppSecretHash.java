// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What is kept of an app password: SHA-256 over a salt and its letters. One pass is enough: nobody tries 140 random bits, however
 * fast; iterations are for passwords that people have made up. The salt keeps two stores from being compared.
 *
 * @param salt random
 * @param digest 32 octets
 */
public record AppSecretHash(byte[] salt, byte[] digest) {
    private static final int SALT_OCTETS = 16;

    static AppSecretHash of(AppSecret secret) {
        byte[] salt = new byte[SALT_OCTETS];
        new SecureRandom().nextBytes(salt);
        return new AppSecretHash(salt, digest(salt, secret));
    }

    /** @throws IllegalArgumentException when the text is none of {@link #text} */
    public static AppSecretHash parse(String text) {
        String[] parts = text.split("\\$", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no hash of an app password");
        }
        return new AppSecretHash(Base64.getDecoder().decode(parts[0]), Base64.getDecoder().decode(parts[1]));
    }

    /** In constant time. */
    boolean matches(AppSecret secret) {
        return MessageDigest.isEqual(digest, digest(salt, secret));
    }

    /** For a store. */
    public String text() {
        return Base64.getEncoder().encodeToString(salt) + "$" + Base64.getEncoder().encodeToString(digest);
    }

    @Override
    public String toString() {
        return "hash of an app password";
    }

    private static byte[] digest(byte[] salt, AppSecret secret) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(secret.letters().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
