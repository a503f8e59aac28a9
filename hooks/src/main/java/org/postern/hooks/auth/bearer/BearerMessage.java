// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.bearer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.postern.accounts.oauth.AccessToken;

/**
 * What a client says in either mechanism.
 *
 * @param name who it wants to be; empty when it says nothing of that
 * @param token empty when it has none, or when this is not how one is written
 */
record BearerMessage(String name, Optional<AccessToken> token) {
    private static final char SEPARATOR = '\u0001';
    private static final String AUTH = "auth=";
    private static final String BEARER = "bearer ";
    private static final String USER = "user=";
    private static final String NAME = "a=";
    private static final BearerMessage NONE = new BearerMessage("", Optional.empty());

    /**
     * RFC 7628 §3.1: {@code n,a=NAME,^Ahost=…^Aport=…^Aauth=Bearer TOKEN^A^A}. Host and port are not looked at: TLS has shown the
     * client whom it talks to, and the audience of the token says whom it is for.
     */
    static BearerMessage ofOAuthBearer(byte[] octets) {
        List<String> parts = parts(octets);
        if (parts.isEmpty()) {
            return NONE;
        }
        Optional<String> name = gs2Name(parts.get(0));
        return name.isEmpty() ? NONE : new BearerMessage(name.get(), token(parts));
    }

    /** {@code user=NAME^Aauth=Bearer TOKEN^A^A}. */
    static BearerMessage ofXOAuth2(byte[] octets) {
        List<String> parts = parts(octets);
        if (parts.isEmpty() || !parts.get(0).startsWith(USER)) {
            return NONE;
        }
        return new BearerMessage(parts.get(0).substring(USER.length()), token(parts));
    }

    /** What ends with a separator each, the whole with another one; none when it does not. */
    private static List<String> parts(byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            return List.of();
        }
        List<String> parts = new ArrayList<>(List.of(text.split(String.valueOf(SEPARATOR), -1)));
        int last = parts.size() - 1;
        if (last < 2 || !parts.get(last).isEmpty() || !parts.get(last - 1).isEmpty()) {
            return List.of();
        }
        return parts.subList(0, last - 1);
    }

    private static Optional<AccessToken> token(List<String> parts) {
        List<String> values = parts.subList(1, parts.size()).stream()
            .filter(pair -> pair.startsWith(AUTH))
            .map(pair -> pair.substring(AUTH.length()))
            .toList();
        // RFC 6750 §2.1; names of schemes are written as one likes.
        if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        return AccessToken.of(values.get(0).substring(BEARER.length()).strip());
    }

    /** RFC 5801 §4. There is no channel binding in this mechanism. */
    private static Optional<String> gs2Name(String header) {
        String[] fields = header.split(",", -1);
        if (fields.length != 3 || !(fields[0].equals("n") || fields[0].equals("y")) || !fields[2].isEmpty()) {
            return Optional.empty();
        }
        if (fields[1].isEmpty()) {
            return Optional.of("");
        }
        String name = fields[1].substring(Math.min(NAME.length(), fields[1].length()));
        if (!fields[1].startsWith(NAME) || !name.matches("([^=]|=2C|=3D)+")) {
            return Optional.empty();
        }
        return Optional.of(name.replace("=2C", ",").replace("=3D", "="));
    }
}
