// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date of a message: written as RFC 5322 §3.3 has it, read with the obsolete forms of §4.3 (zone names, years of two
 * digits, comments), where Mime4J's parsers either guess or take no comments.
 */
public final class MessageDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern DATE = Pattern.compile("(?:(?:mon|tue|wed|thu|fri|sat|sun)\\s*,?\\s*)?"
        + "(\\d{1,2})\\s+([a-z]{3})\\s+(\\d{2,4})\\s+(\\d{1,2})\\s*:\\s*(\\d{2})(?:\\s*:\\s*(\\d{2}))?"
        + "\\s*(?:([+-]\\d{4})|([a-z]{1,3}))", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> ZONES = Map.of("ut", 0, "gmt", 0, "utc", 0,
        "est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6);
    private static final Map<String, Integer> MORE_ZONES = Map.of("pst", -8, "pdt", -7);
    /** Longer text is no date; keeps the pattern from long work. */
    private static final int MAX_LENGTH = 200;

    private MessageDate() {
    }

    /** As in {@code Sun, 22 Nov 2026 09:30:00 +0100}. */
    public static String format(ZonedDateTime time) {
        return FORMAT.format(time);
    }

    /** Empty when there is no such date. A wrong day of the week is let through. */
    public static Optional<OffsetDateTime> parse(String body) {
        if (body.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher date = DATE.matcher(withoutComments(body).strip());
        if (!date.matches()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT)) + 1;
        // RFC 5322 §3.3 has second 60 for leap seconds, which java.time has not.
        int second = date.group(6) == null ? 0 : Integer.parseInt(date.group(6));
        try {
            return Optional.of(OffsetDateTime.of(year(date.group(3)), month, Integer.parseInt(date.group(1)),
                Integer.parseInt(date.group(4)), Integer.parseInt(date.group(5)), second == 60 ? 59 : second, 0,
                zone(date.group(7), date.group(8))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 5322 §4.3: 00 to 49 is this century, 50 to 99 and three digits count from 1900. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 2) {
            return year < 50 ? 2000 + year : 1900 + year;
        }
        int full = digits.length() == 3 ? 1900 + year : year;
        if (full < 1900) {
            throw new DateTimeException("No year of a message: " + digits);
        }
        return full;
    }

    private static ZoneOffset zone(String offset, String name) {
        if (offset != null) {
            int minutes = Integer.parseInt(offset.substring(3));
            if (minutes > 59) {
                throw new DateTimeException("No zone: " + offset);
            }
            int total = Integer.parseInt(offset.substring(1, 3)) * 60 + minutes;
            return ZoneOffset.ofTotalSeconds((offset.charAt(0) == '-' ? -total : total) * 60);
        }
        String key = name.toLowerCase(Locale.ROOT);
        Integer hours = ZONES.getOrDefault(key, MORE_ZONES.get(key));
        if (hours == null && key.length() > 1) {
            throw new DateTimeException("No zone: " + name);
        }
        // The military letters were defined with the wrong sign once; RFC 5322 §4.3 has them mean nothing.
        return hours == null ? ZoneOffset.UTC : ZoneOffset.ofHours(hours);
    }

    private static String withoutComments(String body) {
        if (body.indexOf('(') < 0) {
            return body;
        }
        StringBuilder text = new StringBuilder(body.length());
        int depth = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
                text.append(' ');
            } else if (depth == 0) {
                text.append(c);
            } else if (c == '\\') {
                i++;
            }
        }
        return text.toString();
    }
}
