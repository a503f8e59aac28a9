// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an account has sent, as it is kept over a restart. Of the domains only the number: one that was written to before counts
 * again.
 *
 * @param at when that was
 * @param used by limit
 */
public record Used(Instant at, Map<Limit, Long> used) {
    static final Used NOTHING = new Used(Instant.EPOCH, Map.of());

    public Used {
        used = Map.copyOf(used);
    }

    /** As in {@code MESSAGES_PER_HOUR=3 MESSAGES_PER_DAY=17}. */
    public String text() {
        return used.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).sorted().collect(Collectors.joining(" "));
    }

    /** What does not stand for a limit is left out. */
    public static Used parse(Instant at, String text) {
        Map<Limit, Long> used = new EnumMap<>(Limit.class);
        for (String pair : text.split(" ")) {
            for (Limit limit : Limit.values()) {
                if (pair.matches(limit + "=\\d{1,18}")) {
                    used.put(limit, Long.valueOf(pair.substring(pair.indexOf('=') + 1)));
                }
            }
        }
        return new Used(at, used);
    }
}
