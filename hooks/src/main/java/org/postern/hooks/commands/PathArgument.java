// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What follows MAIL or RCPT (RFC 5321 §4.1.2): {@code FROM:<path> KEY=value KEY}. White space around the colon, which many
 * scripts write, is let through.
 *
 * @param path as written, with its brackets; what it says is for {@code EnvelopeAddress} to judge
 * @param parameters by keyword in upper case; a keyword without value has an empty one
 * @param repeated a keyword that occurs twice
 */
record PathArgument(String path, Map<String, String> parameters, Optional<String> repeated) {
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    /**
     * @param keyword {@code FROM} or {@code TO}
     * @return empty when this is not the command's syntax
     */
    static Optional<PathArgument> parse(String argument, String keyword) {
        int colon = argument.indexOf(':');
        if (colon < 0 || !argument.substring(0, colon).strip().equalsIgnoreCase(keyword)) {
            return Optional.empty();
        }
        String rest = argument.substring(colon + 1).strip();
        int end = rest.startsWith("<") ? closingBracket(rest) : firstSpace(rest);
        if (rest.isEmpty() || end < rest.length() && rest.charAt(end) != ' ') {
            return Optional.empty();
        }
        return withParameters(rest.substring(0, end), rest.substring(end).strip());
    }

    /** The index behind the bracket that closes the path; a quoted local-part may have brackets of its own. */
    private static int closingBracket(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int firstSpace(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text.length() : space;
    }

    private static Optional<PathArgument> withParameters(String path, String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional<String> repeated = Optional.empty();
        for (String parameter : text.isEmpty() ? new String[0] : text.split(" +")) {
            int equals = parameter.indexOf('=');
            String key = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!KEYWORD.matcher(key).matches()) {
                return Optional.empty();
            }
            if (parameters.put(key.toUpperCase(Locale.ROOT), value) != null) {
                repeated = Optional.of(key.toUpperCase(Locale.ROOT));
            }
        }
        return Optional.of(new PathArgument(path, parameters, repeated));
    }
}
