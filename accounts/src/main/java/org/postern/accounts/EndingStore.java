// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.List;

import com.google.inject.ImplementedBy;

/** Where the nodes of one server tell each other what has ended. Read every few seconds. */
@ImplementedBy(NoOtherNode.class)
public interface EndingStore {
    /**
     * What one of them has told.
     *
     * @param node a name for it that it has until it stops
     * @param number no other of the same node has it
     * @param at in whole milliseconds, by the node's clock
     */
    record Told(String node, long number, Ending ending, Instant at) {
    }

    /** @throws Exception when it could not be kept */
    void tell(Told told) throws Exception;

    /**
     * What was told then or later; of long ago need not be known.
     *
     * @throws Exception when there is no answer now
     */
    List<Told> since(Instant when) throws Exception;
}
