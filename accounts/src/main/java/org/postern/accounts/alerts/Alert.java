// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.util.Objects;

import org.apache.james.core.Username;

/**
 * Something about an account that an operator should look at: its password may be somebody else's now.
 *
 * @param details for the log, as {@code name=value} pairs
 */
public record Alert(Username username, Kind kind, String details) {
    /** What is odd. */
    public enum Kind {
        /** Many of its recipients do not exist or do not want its mail. */
        REFUSED_RECIPIENTS("refused-recipients"),
        /** It is used from many networks in a short time. */
        NEW_NETWORKS("new-networks"),
        /** It wants to send more than it may. */
        LIMIT_REACHED("limit-reached");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public Alert {
        Objects.requireNonNull(username);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(details);
    }
}
