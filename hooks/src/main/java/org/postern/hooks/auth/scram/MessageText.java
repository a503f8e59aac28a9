// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the messages of the client have in common (RFC 5802 §7). */
final class MessageText {
    static final String NONCE = "[\\x21-\\x2b\\x2d-\\x7e]+";

    /** {@code m} is kept for what must not be overlooked, so that nobody may who does not know it. */
    private static final Pattern EXTENSION = Pattern.compile("[A-Za-ln-z]=[^\\x00]+");
    private static final Pattern STRAY_EQUALS_SIGN = Pattern.compile("=(?!2C|3D)");

    private MessageText() {
    }

    /** UTF-8 to the last octet: what is read must be what was signed. */
    static Optional<String> decode(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** @param attributes each with the comma before it; nothing when there is none */
    static boolean areExtensions(String attributes) {
        return attributes.isEmpty()
            || Stream.of(attributes.substring(1).split(",", -1)).allMatch(text -> EXTENSION.matcher(text).matches());
    }

    static boolean isName(String escaped) {
        return !STRAY_EQUALS_SIGN.matcher(escaped).find();
    }

    /** The name that is meant by one in which commas and equals signs are escaped. */
    static String unescaped(String name) {
        return name.replace("=2C", ",").replace("=3D", "=");
    }
}
