// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the terminal may be written to.
 *
 * @param colour ANSI colours
 * @param unicode line-drawing characters and ticks
 */
record Look(boolean colour, boolean unicode) {
    static final Look PLAIN = new Look(false, false);

    /**
     * Colour on a terminal only, unless {@code NO_COLOR} is set (no-color.org); other characters than ASCII only where the
     * locale says UTF-8.
     */
    static Look of(Map<String, String> environment, boolean terminal) {
        boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("")
            .toUpperCase(Locale.ROOT);
        return new Look(colour, locale.contains("UTF-8") || locale.contains("UTF8"));
    }

    String tick() {
        return paint("32", unicode ? "\u2713" : "+");
    }

    String cross() {
        return paint("31", unicode ? "\u2717" : "!");
    }

    String rule(int width) {
        return (unicode ? "\u2500" : "-").repeat(width);
    }

    String strong(String text) {
        return paint("1", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    private String paint(String code, String text) {
        return colour && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
