// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What somebody gave as their password. Not to be seen by chance: it has no text of its own, and equals nothing but itself. */
public final class Password {
    private final byte[] octets;

    private Password(byte[] octets) {
        this.octets = octets;
    }

    /** @param octets UTF-8, as SASL has it (RFC 4616 §2) */
    public static Password of(byte[] octets) {
        return new Password(octets.clone());
    }

    public static Password of(String text) {
        return new Password(text.getBytes(StandardCharsets.UTF_8));
    }

    public boolean isEmpty() {
        return octets.length == 0;
    }

    public byte[] octets() {
        return octets.clone();
    }

    /** For those who take nothing else. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    public char[] characters() {
        return text().toCharArray();
    }

    /** Overwrites it. It is empty of meaning from now on. */
    public void forget() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "password";
    }
}
