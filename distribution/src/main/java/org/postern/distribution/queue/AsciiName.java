// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/**
 * An account's name as a JMS property has it: one for all its spellings, and in ASCII, because of a character beyond 16 bits the
 * broker's properties bring back two others, and the account would be nobody's.
 */
final class AsciiName {

    private static final Pattern ESCAPED = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    private AsciiName() {
    }

    static String of(Username account) {
        return UserNames.canonical(account).asString().chars()
            .mapToObj(c -> c < 128 && c != '\\' ? String.valueOf((char) c) : String.format("\\u%04x", c))
            .collect(Collectors.joining());
    }

    static Username parse(String name) {
        return Username.of(ESCAPED.matcher(name)
            .replaceAll(escaped -> Matcher.quoteReplacement(
                String.valueOf((char) Integer.parseInt(escaped.group(1), 16)))));
    }
}
