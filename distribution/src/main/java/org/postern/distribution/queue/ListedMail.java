// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.util.Optional;

import org.apache.mailet.Mail;

/**
 * A queued mail as an operator sees it.
 *
 * @param mail its envelope and attributes, without the message
 * @param arrived when it was submitted
 * @param next when it is tried; nothing while that is not a matter of time
 * @param tries how often its delivery has failed for the time being
 * @param size of the message in octets
 */
public record ListedMail(String queue, Mail mail, QueuedState state, Instant arrived, Optional<Instant> next, int tries, long size) {
}
