// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.Map;
import java.util.Objects;

/**
 * How much one account may send.
 *
 * @param most by limit; a limit that is not there, or 0, is none
 */
public record Allowance(Map<Limit, Long> most, OnExceed onExceed) {
    static final Allowance UNLIMITED = new Allowance(Map.of(), OnExceed.REFUSE);

    /** What becomes of a message above a limit. */
    public enum OnExceed {
        /** Not taken now. */
        REFUSE,
        /** Taken, and not delivered until a person says so. */
        HOLD
    }

    public Allowance {
        most = Map.copyOf(most);
        Objects.requireNonNull(onExceed);
    }

    /** 0 for none. */
    long most(Limit limit) {
        return most.getOrDefault(limit, 0L);
    }
}
