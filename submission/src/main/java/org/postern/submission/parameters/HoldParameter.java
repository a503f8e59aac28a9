// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.postern.submission.DialogueReplies;
import org.postern.submission.Hold;
import org.postern.submission.Reply;

/**
 * 4865: HOLDFOR and HOLDUNTIL (RFC 4865 §3, §4.2). A time that has passed is no time to hold a message until, and its author
 * should learn that the clock or the date is wrong.
 */
public final class HoldParameter {
    public static final String FOR = "HOLDFOR";
    public static final String UNTIL = "HOLDUNTIL";
    /** §3: nine digits. */
    public static final int MOST_SECONDS = 999_999_999;

    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");
    /** RFC 3339 §5.6, which knows no hour 24. */
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT"
        + "([01]\\d|2[0-3]):\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private final Duration longest;

    public HoldParameter(Duration longest) {
        this.longest = longest;
    }

    /** The limits as EHLO tells them, {@code max-future-release-interval} and {@code max-future-release-date-time}. */
    public String limits(Instant now) {
        return longest.toSeconds() + " " + latest(now);
    }

    /** @param name one of the two, in upper case */
    public Reading<Hold> read(String name, String value, Instant now) {
        return name.equals(FOR) ? holdFor(value, now) : holdUntil(value, now);
    }

    private Reading<Hold> holdFor(String value, Instant now) {
        if (!SECONDS.matcher(value).matches() || Integer.parseInt(value) > longest.toSeconds()) {
            return refused(DialogueReplies.badHoldFor(longest));
        }
        return new Reading.Granted<>(new Hold(now.plusSeconds(Integer.parseInt(value)), "for;" + value));
    }

    private Reading<Hold> holdUntil(String value, Instant now) {
        String time = value.toUpperCase(Locale.ROOT);
        return parse(time)
            .filter(until -> until.isAfter(now) && !until.isAfter(now.plus(longest)))
            .<Reading<Hold>>map(until -> new Reading.Granted<>(new Hold(until, "until;" + time)))
            .orElseGet(() -> refused(DialogueReplies.badHoldUntil(latest(now))));
    }

    private static Optional<Instant> parse(String time) {
        if (!DATE_TIME.matcher(time).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DateTimeFormatter.ISO_INSTANT.parse(time, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Instant latest(Instant now) {
        return now.plus(longest).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Reading<Hold> refused(Reply reply) {
        return new Reading.Refused<>(reply);
    }
}
