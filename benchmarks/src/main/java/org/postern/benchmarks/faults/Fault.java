// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

/** Something that goes wrong, and must not cost a message. */
interface Fault {
    /** In a word or two. */
    String name();

    /**
     * Lets it happen to a server that runs, and mends it.
     *
     * @return what was seen of it, in a few words
     */
    String happen(Stage stage) throws Exception;

    /** Whether a message may be delivered twice: a crash between the next hop's 250 and our note of it (RFC 5321 §6.1). */
    default boolean mayDoubleMail() {
        return false;
    }

    /** What stands before the command line of the server. */
    default String[] launcher() {
        return new String[0];
    }
}
