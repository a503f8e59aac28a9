// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.time.Instant;
import java.util.Objects;

/**
 * Until when a message has to be delivered (RFC 2852).
 *
 * @param deadline the moment that BY named
 * @param mode what happens when it has passed
 * @param trace whether the author wants a report of the way as well ({@code T})
 */
public record DeliverBy(Instant deadline, Mode mode, boolean trace) {
    /** The by-mode. */
    public enum Mode {
        /** {@code R}: the message goes back to its author. */
        RETURN,
        /** {@code N}: the author is told, and delivery goes on. */
        NOTIFY
    }

    public DeliverBy {
        Objects.requireNonNull(deadline);
        Objects.requireNonNull(mode);
    }
}
