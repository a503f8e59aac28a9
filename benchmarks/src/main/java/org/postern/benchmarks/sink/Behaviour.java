// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.sink;

/** How the next hop behaves. */
public enum Behaviour {
    /** Takes everything. */
    GOOD,
    /** Takes everything, after a second. */
    SLOW,
    /** 451 to each recipient. */
    LATER,
    /** 550 to each recipient. */
    NEVER,
    /** Closes the connection in the middle of the data. */
    CLOSES_IN_DATA,
    /** Reads a whole message and closes the connection instead of an answer. */
    CLOSES_BEFORE_ANSWER,
    /** Does not let anybody connect. */
    DOWN
}
