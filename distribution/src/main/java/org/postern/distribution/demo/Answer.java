// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as a client saw it.
 *
 * @param code 0 when what came is no SMTP reply
 * @param text the rest of the last line
 */
record Answer(int code, String text) {
    private static final Pattern LINE = Pattern.compile("(\\d{3})[ -]?(.*)", Pattern.DOTALL);

    static Answer parse(String line) {
        String last = line.strip().lines().reduce("", (before, next) -> next);
        Matcher matcher = LINE.matcher(last);
        return matcher.matches() ? new Answer(Integer.parseInt(matcher.group(1)), matcher.group(2)) : new Answer(0, last);
    }

    boolean positive() {
        return code >= 200 && code < 400;
    }

    @Override
    public String toString() {
        return code == 0 ? text : code + " " + text;
    }
}
