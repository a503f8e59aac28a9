// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.time.Duration;

import org.apache.james.protocols.api.Response;

/**
 * A reply that took its time.
 *
 * @param heldBack how long the client waits for it after that
 */
public record LateReply(Response response, Duration heldBack) {
    /** The same, held back so long from the beginning on, whatever has taken how long since. */
    public LateReply from(long beginningNanos) {
        Duration left = heldBack.minusNanos(System.nanoTime() - beginningNanos);
        return new LateReply(response, left.isNegative() ? Duration.ZERO : left);
    }
}
