// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's first message (RFC 5802 §7).
 *
 * @param header all before the bare message, as it came
 * @param binding {@code n}: the client knows no channel binding; {@code y}: it thinks that the server knows none; else the name of the
 *     one that it uses
 * @param authorization who to act as; empty for the same name
 * @param name as the client gives it
 * @param nonce of the client
 * @param bare the message without its header, as it came
 */
record ClientFirst(String header, Binding binding, String authorization, String name, String nonce, String bare) {
    /** What the client says of channel binding. */
    sealed interface Binding {
        /** It knows none. */
        record None() implements Binding {
        }

        /** It knows one, and saw none announced. */
        record NotOffered() implements Binding {
        }

        /** @param type such as {@code tls-server-end-point} */
        record Used(String type) implements Binding {
        }
    }

    /** In characters, so that the answer, which repeats it, is no longer than a line may be. */
    private static final int MAX_NONCE = 512;
    private static final Pattern MESSAGE = Pattern.compile(
        "(?<header>(?<flag>n|y|p=(?<type>[A-Za-z0-9.-]+)),(?:a=(?<authorization>[^,\\x00]+))?,)"
            + "(?<bare>n=(?<name>[^,\\x00]+),r=(?<nonce>" + MessageText.NONCE + ")(?<extensions>(?:,.*)?))", Pattern.DOTALL);

    /** @return empty when it is no such message */
    static Optional<ClientFirst> parse(byte[] octets) {
        return MessageText.decode(octets).map(MESSAGE::matcher).filter(ClientFirst::isWellFormed).map(parts -> new ClientFirst(
            parts.group("header"),
            binding(parts),
            MessageText.unescaped(authorization(parts)),
            MessageText.unescaped(parts.group("name")),
            parts.group("nonce"),
            parts.group("bare")));
    }

    private static boolean isWellFormed(Matcher parts) {
        return parts.matches() && parts.group("nonce").length() <= MAX_NONCE && MessageText.areExtensions(parts.group("extensions"))
            && MessageText.isName(parts.group("name")) && MessageText.isName(authorization(parts));
    }

    private static String authorization(Matcher parts) {
        return Optional.ofNullable(parts.group("authorization")).orElse("");
    }

    private static Binding binding(Matcher parts) {
        return switch (parts.group("flag").charAt(0)) {
            case 'n' -> new Binding.None();
            case 'y' -> new Binding.NotOffered();
            default -> new Binding.Used(parts.group("type"));
        };
    }
}
