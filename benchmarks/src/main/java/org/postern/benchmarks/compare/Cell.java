// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.util.Locale;

/**
 * One line of the table, for each server.
 *
 * @param workload what each client does
 * @param sessions how many there are at the same time
 * @param share of the rate that the server has just had at the most with them; 0 for no rate but what it takes
 * @param queued messages that wait already, the next hop being closed; -1 when it is open
 */
record Cell(Workload workload, int sessions, double share, int queued) {
    /** For what is not a matter of how many there are. */
    static final int FEW_SESSIONS = 10;

    Cell(Workload workload, int sessions) {
        this(workload, sessions, 0, -1);
    }

    Cell atShare(double ofTheMost) {
        return new Cell(workload, sessions, ofTheMost, queued);
    }

    String title() {
        return workload.says() + ", " + sessions + (sessions == 1 ? " session" : " sessions")
            + (share > 0 ? String.format(Locale.ROOT, ", at %.0f%% of its most", 100 * share) : "")
            + (queued >= 0 ? String.format(Locale.ROOT, ", %,d queued", queued) : "");
    }

    boolean isDelivered() {
        return queued < 0;
    }
}
