// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge.trace;

import com.google.inject.ImplementedBy;

/** Is told what happens to messages, and to those that did not become any. */
@ImplementedBy(NoTrace.class)
public interface Trace {
    /** Returns at once and never throws: no mail waits for its trace. */
    void record(TraceEvent event);
}
