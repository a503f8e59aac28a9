// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.time.Duration;

/** Times and sizes, short enough for a column. */
final class Quantities {

    private static final long KILO = 1024;
    private static final long MEGA = KILO * KILO;

    private Quantities() {
    }

    /** The two largest units, such as {@code 2h5m}. */
    static String time(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d" + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h" + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m" : Math.max(0, time.toSeconds()) + "s";
    }

    static String size(long octets) {
        if (octets < KILO) {
            return String.valueOf(octets);
        }
        return octets < MEGA ? octets / KILO + "K" : octets / MEGA + "M";
    }
}
