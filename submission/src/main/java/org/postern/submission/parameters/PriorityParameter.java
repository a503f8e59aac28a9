// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.util.regex.Pattern;

import org.postern.submission.DialogueReplies;

/** 6710: MT-PRIORITY (RFC 6710 §7). What is above a site's highest priority becomes that one (§4.1). */
public final class PriorityParameter {
    public static final String NAME = "MT-PRIORITY";
    public static final int LOWEST = -9;
    public static final int HIGHEST = 9;

    private static final Pattern VALUE = Pattern.compile("0|-?[1-9]");

    private final int highest;

    /** @param highest that is given to anybody here */
    public PriorityParameter(int highest) {
        this.highest = highest;
    }

    /**
     * What is asked for, and what is given.
     *
     * @param asked -9 to 9
     * @param given the same or less
     */
    public record Priority(int asked, int given) {
        public boolean isLowered() {
            return given < asked;
        }
    }

    public Reading<Priority> read(String value) {
        if (!VALUE.matcher(value).matches()) {
            return new Reading.Refused<>(DialogueReplies.badPriority());
        }
        int asked = Integer.parseInt(value);
        return new Reading.Granted<>(new Priority(asked, Math.min(asked, highest)));
    }
}
