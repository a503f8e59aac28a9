// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.distribution.trace.TraceWriter;

/** The trace, whose events are counted whether they are kept or not. */
@Singleton
final class CountedTrace implements Trace {

    private final EventCounts counts;
    private final TraceWriter writer;

    @Inject
    CountedTrace(EventCounts counts, TraceWriter writer) {
        this.counts = counts;
        this.writer = writer;
    }

    @Override
    public void record(TraceEvent event) {
        counts.record(event);
        writer.record(event);
    }
}
