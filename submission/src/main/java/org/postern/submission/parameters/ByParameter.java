// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postern.submission.DeliverBy;
import org.postern.submission.DeliverBy.Mode;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/** 2852: BY (RFC 2852 §4). With {@code N} the time may have passed: the author only wants to be told. */
public final class ByParameter {
    public static final String NAME = "BY";
    /** §4: nine digits. */
    public static final int MOST_SECONDS = 999_999_999;

    private static final Pattern VALUE = Pattern.compile("([+-]?\\d{1,9});([NR])(T?)", Pattern.CASE_INSENSITIVE);

    private final int leastSeconds;

    /** @param leastSeconds with {@code R}, as EHLO tells it ({@code min-by-time}); 0 for no such limit */
    public ByParameter(int leastSeconds) {
        this.leastSeconds = leastSeconds;
    }

    public Reading<DeliverBy> read(String value, Instant now) {
        Matcher by = VALUE.matcher(value);
        if (!by.matches()) {
            return refused(DialogueReplies.badBy());
        }
        int seconds = Integer.parseInt(by.group(1));
        Mode mode = by.group(2).equalsIgnoreCase("R") ? Mode.RETURN : Mode.NOTIFY;
        if (mode == Mode.RETURN && seconds <= 0) {
            return refused(DialogueReplies.byIsPast());
        }
        if (mode == Mode.RETURN && seconds < leastSeconds) {
            return refused(DialogueReplies.byIsTooSoon(leastSeconds));
        }
        return new Reading.Granted<>(new DeliverBy(now.plusSeconds(seconds), mode, !by.group(3).isEmpty()));
    }

    private static Reading<DeliverBy> refused(Reply reply) {
        return new Reading.Refused<>(reply);
    }
}
