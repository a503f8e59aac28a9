// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.util.List;

/**
 * A message that waits for a person's review.
 *
 * @param id the queue id that its author was told
 * @param user whose password was used
 * @param since when it was taken
 * @param reason the limit that it is above
 */
public record HeldMessage(String id, String user, Instant since, String reason, String sender, List<String> recipients) {
    public HeldMessage {
        recipients = List.copyOf(recipients);
    }
}
