// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.server.Usage;

/**
 * What a fault has cost.
 *
 * @param fault its name
 * @param accepted messages answered 250
 * @param lost of those, numbers of the ones that nobody ever saw again
 * @param twice numbers of those that arrived more than once
 * @param mayDouble whether that may be
 * @param unexplained numbers of those that arrived although the client was told no
 * @param taken messages whose client got no answer, and that arrived
 * @param seen what else was seen
 * @param before what the process used when idle, before
 * @param after the same, in the end
 * @param complaints warnings and errors in the log
 */
record Verdict(String fault, int accepted, Set<Long> lost, Set<Long> twice, boolean mayDouble, Set<Long> unexplained, int taken,
        String seen, Usage before, Usage after, List<String> complaints) {
    static final String HEADING = "| fault | answered 250 | lost | twice | delivered without 250 | seen | memory MB, descriptors |\n"
        + "| --- | ---: | ---: | ---: | ---: | --- | --- |\n";

    static Verdict of(Fault fault, Ledger ledger, String seen, Usage before, Usage after, List<String> complaints) {
        return new Verdict(fault.name(), ledger.accepted(), ledger.lost(), ledger.twice(), fault.mayDoubleMail(),
            ledger.unexplained(), ledger.taken(), seen, before, after, complaints);
    }

    boolean isGood() {
        return lost.isEmpty() && unexplained.isEmpty() && (mayDouble || twice.isEmpty());
    }

    /** A row of the table that {@link #HEADING} begins. */
    String row() {
        return String.format(Locale.ROOT, "| %s | %,d | %d | %d | %d | %s | %d → %d, %d → %d |%n", fault, accepted, lost.size(),
            twice.size(), taken + unexplained.size(), seen, before.residentMegabytes(), after.residentMegabytes(), before.descriptors(),
            after.descriptors());
    }
}
