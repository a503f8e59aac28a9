// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** What is limited. The names are kept in a database. */
public enum Limit {
    MESSAGES_PER_HOUR(Counted.MESSAGES, "hour", Duration.ofHours(1)),
    MESSAGES_PER_DAY(Counted.MESSAGES, "day", Duration.ofDays(1)),
    RECIPIENTS_PER_HOUR(Counted.RECIPIENTS, "hour", Duration.ofHours(1)),
    RECIPIENTS_PER_DAY(Counted.RECIPIENTS, "day", Duration.ofDays(1)),
    DOMAINS_PER_HOUR(Counted.DOMAINS, "hour", Duration.ofHours(1)),
    DOMAINS_PER_DAY(Counted.DOMAINS, "day", Duration.ofDays(1)),
    HELD_PER_DAY(Counted.HELD, "day", Duration.ofDays(1));

    private final Counted counted;
    private final String window;
    private final Duration time;

    /** What is counted, by the name of its element in {@code limits.xml}. */
    enum Counted {
        MESSAGES("messages"),
        RECIPIENTS("recipients"),
        /** Different ones: one that was written to within the time is free. */
        DOMAINS("domains of recipients"),
        /** Messages above the other limits that are taken and wait for a person's review. */
        HELD("messages held for review");

        private final String words;

        Counted(String words) {
            this.words = words;
        }

        String element() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Limit(Counted counted, String window, Duration time) {
        this.counted = counted;
        this.window = window;
        this.time = time;
    }

    Counted counted() {
        return counted;
    }

    /** As the attribute of {@code limits.xml} has it. */
    String window() {
        return window;
    }

    Duration time() {
        return time;
    }

    static Stream<Limit> of(Counted counted) {
        return Stream.of(values()).filter(limit -> limit.counted == counted);
    }

    /** For the author, as in {@code 500 messages an hour}. */
    public String words(long most) {
        return most + " " + counted.words + (window.equals("hour") ? " an hour" : " a day");
    }
}
