// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A date as RFC 5322 §3.3 writes it. */
final class ReceivedDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ROOT);

    private ReceivedDate() {
    }

    static String format(ZonedDateTime date) {
        return FORMAT.format(date);
    }
}
