// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Instant;
import java.util.Optional;

import org.apache.mailet.Mail;

/**
 * A domain to which mail could not be delivered yet.
 *
 * @param waiting how many mails have been tried in vain
 * @param oldest when the oldest of them was submitted
 * @param lastTried the one that was tried last, without the message; nothing when it has left the queue meanwhile
 */
public record DelayedDomain(String domain, long waiting, Instant oldest, Optional<Mail> lastTried) {
}
