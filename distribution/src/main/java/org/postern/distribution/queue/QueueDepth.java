// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.time.Duration;

/**
 * How many mails are in a queue, and why.
 *
 * @param due to be handed out next
 * @param active worked on at this moment
 * @param waiting for a time, such as that of the next try
 * @param suspended due, but of an account that is suspended
 * @param held for review
 * @param lag for how long the one that has waited longest for its turn has been due
 */
public record QueueDepth(int due, int active, int waiting, int suspended, int held, Duration lag) {
}
