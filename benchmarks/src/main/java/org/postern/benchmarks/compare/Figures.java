// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was seen of one server in one cell.
 *
 * @param accepted messages answered 250
 * @param acceptedPerSecond while the clients submitted
 * @param deliveredPerSecond from the first client's start until the last message was at the next hop; 0 when that is closed
 * @param cpuPerThousand seconds of processor of all the server's processes for 1,000 messages, until the last was delivered
 * @param medianMillis from the end of the data to 250
 * @param p99Millis the same, of the slowest hundredth
 * @param megabytes resident, the most that was seen
 * @param clientShare of the machine's processors that the clients and the next hop took, 0 to 1
 * @param otherShare of the machine's processors that neither they nor the server took
 * @param refused messages not answered 250
 * @param lost answered 250 and not seen again in time
 * @param twice delivered more than once
 * @param complaint the first thing that went wrong for a client; empty when nothing did
 */
record Figures(long accepted, double acceptedPerSecond, double deliveredPerSecond, double cpuPerThousand, double medianMillis,
        double p99Millis, double megabytes, double clientShare, double otherShare, long refused, long lost, long twice, String complaint) {

    /** Of several rounds: of rates and times the median, of faults the sum. */
    static Figures of(List<Figures> rounds) {
        return new Figures(rounds.stream().mapToLong(Figures::accepted).sum(), median(rounds, Figures::acceptedPerSecond),
            median(rounds, Figures::deliveredPerSecond), median(rounds, Figures::cpuPerThousand), median(rounds, Figures::medianMillis),
            median(rounds, Figures::p99Millis), median(rounds, Figures::megabytes), median(rounds, Figures::clientShare),
            median(rounds, Figures::otherShare), rounds.stream().mapToLong(Figures::refused).sum(),
            rounds.stream().mapToLong(Figures::lost).sum(), rounds.stream().mapToLong(Figures::twice).sum(),
            rounds.stream().map(Figures::complaint).filter(complaint -> !complaint.isEmpty()).findFirst().orElse(""));
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** In words; empty when all went well. */
    String troubles() {
        return (refused > 0 ? refused + " refused: " + complaint + " " : "") + (lost > 0 ? lost + " NOT ARRIVED " : "")
            + (twice > 0 ? twice + " twice" : "");
    }
}
