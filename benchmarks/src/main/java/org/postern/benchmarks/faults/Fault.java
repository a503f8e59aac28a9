// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

/** Something that goes wrong, and must not cost a message. */
interface Fault {
    /** In a word or two. */
    String name();

    /**
     * Before the server starts: what it has to be told, and what has to stand beside it.
     *
     * @throws NotStaged when this machine does not let it happen
     */
    default void prepare(Stage stage) throws Exception {
        // Most need nothing.
    }

    /**
     * Lets it happen to a server that runs, and mends it.
     *
     * @return what was seen of it, in a few words
     */
    String happen(Stage stage) throws Exception;

    /** How many messages may be delivered twice: a crash comes between the next hop's 250 and our note of it (RFC 5321 §6.1). */
    default int mayDouble() {
        return 0;
    }

    /** Whether a message may come back to its author instead of being delivered. */
    default boolean mayReturn() {
        return false;
    }

    /** Whether the server is at fault or what it stands on; what others do wrong is no reason for a stack trace in its log. */
    default boolean isOurs() {
        return true;
    }

    /** What stands before the command line of the server. */
    default String[] launcher() {
        return new String[0];
    }
}
