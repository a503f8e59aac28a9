// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

/**
 * Something that a stock James gets wrong.
 *
 * @param name what Postern promises
 * @param onStock a pattern for what is found on a stock James instead, in the message of the failing assertion
 * @param promise assertions that hold on Postern
 */
record Fault(String name, String onStock, Promise promise) {

    /** What a server does, asserted from outside. */
    interface Promise {
        /** @throws AssertionError when the server does something else */
        void keptBy(SubmissionServer server) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
