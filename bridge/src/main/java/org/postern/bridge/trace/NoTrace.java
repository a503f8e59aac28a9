// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge.trace;

/** Where there is no place to keep it, as on a stock James: what can be known there is in the log. */
public final class NoTrace implements Trace {
    @Override
    public void record(TraceEvent event) {
        // Nobody would ever ask for it.
    }
}
