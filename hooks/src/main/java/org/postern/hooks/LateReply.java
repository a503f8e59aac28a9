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
}
