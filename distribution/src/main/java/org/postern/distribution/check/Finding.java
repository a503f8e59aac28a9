// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.util.Locale;

/**
 * What a look at a home found.
 *
 * @param level how bad it is
 * @param subject the file, or what else was looked at
 * @param text what is so; for an error also what would be right
 */
public record Finding(Level level, String subject, String text) {

    /** The last two keep the server from starting: something it needs is taken, or it is told something wrong. */
    public enum Level { OK, WARNING, UNAVAILABLE, ERROR }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text);
    }

    static Finding warning(String subject, String text) {
        return new Finding(Level.WARNING, subject, text);
    }

    static Finding error(String subject, String text) {
        return new Finding(Level.ERROR, subject, text);
    }

    static Finding unavailable(String subject, String text) {
        return new Finding(Level.UNAVAILABLE, subject, text);
    }

    public boolean isError() {
        return level == Level.ERROR || level == Level.UNAVAILABLE;
    }

    @Override
    public String toString() {
        String word = isError() ? "ERROR" : level.name().toLowerCase(Locale.ROOT);
        return String.format("%-7s %s: %s", word, subject, text);
    }
}
