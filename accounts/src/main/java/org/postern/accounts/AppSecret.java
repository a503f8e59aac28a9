// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The text of an app password: 140 random bits in the letters of Crockford's base 32, which has none that are taken for another.
 * Written in groups of four; whoever types it may leave the hyphens out, or write in capitals, or an {@code o} for a {@code 0}.
 *
 * @param letters 28 of them, as made
 */
record AppSecret(String letters) {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 28;
    private static final int GROUP = 4;

    static AppSecret random() {
        SecureRandom random = new SecureRandom();
        return new AppSecret(IntStream.range(0, LENGTH)
            .mapToObj(i -> String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length()))))
            .collect(Collectors.joining()));
    }

    /** Empty when the text is none: so that the store is not asked about passwords that people have made themselves. */
    static Optional<AppSecret> parse(String text) {
        String letters = text.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT)
            .replace('o', '0').replace('i', '1').replace('l', '1');
        return letters.length() == LENGTH && letters.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0)
            ? Optional.of(new AppSecret(letters)) : Optional.empty();
    }

    /** To be shown once. */
    String text() {
        return IntStream.range(0, LENGTH / GROUP)
            .mapToObj(group -> letters.substring(group * GROUP, (group + 1) * GROUP))
            .collect(Collectors.joining("-"));
    }

    @Override
    public String toString() {
        return "app password";
    }
}
