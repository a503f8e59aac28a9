// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's final message (RFC 5802 §7).
 *
 * @param binding the header of its first message, and the channel binding data behind it
 * @param nonce of both sides
 * @param withoutProof all before the proof, as it came
 * @param proof that it knows the password
 */
record ClientFinal(byte[] binding, String nonce, String withoutProof, byte[] proof) {
    private static final String BASE64 = "[A-Za-z0-9+/]+={0,2}";
    private static final Pattern MESSAGE = Pattern.compile("(?<without>c=(?<binding>" + BASE64 + "),r=(?<nonce>" + MessageText.NONCE
        + ")(?<extensions>(?:,.*)?)),p=(?<proof>" + BASE64 + ")", Pattern.DOTALL);

    /** @return empty when it is no such message */
    static Optional<ClientFinal> parse(byte[] octets) {
        try {
            return MessageText.decode(octets).map(MESSAGE::matcher).filter(ClientFinal::isWellFormed).map(parts -> new ClientFinal(
                Base64.getDecoder().decode(parts.group("binding")),
                parts.group("nonce"),
                parts.group("without"),
                Base64.getDecoder().decode(parts.group("proof"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isWellFormed(Matcher parts) {
        return parts.matches() && MessageText.areExtensions(parts.group("extensions"));
    }
}
