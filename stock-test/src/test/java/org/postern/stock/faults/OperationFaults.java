// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What an operator finds after the first start, without having asked for it. */
final class OperationFaults {
    private OperationFaults() {
    }

    static List<Fault> all() {
        return List.of(
            new Fault("only domains that were added are there", "localhost", OperationFaults::onlyDomainsThatWereAdded),
            new Fault("administration listens on loopback only", "\"0{8,32}:\\d+", OperationFaults::administrationIsOnLoopback));
    }

    private static void onlyDomainsThatWereAdded(SubmissionServer server) throws Exception {
        assertThat(server.domains()).containsExactly(SubmissionServer.DOMAIN);
    }

    /** The ports for mail are on loopback too, in a test. */
    private static void administrationIsOnLoopback(SubmissionServer server) throws Exception {
        assertThat(ListeningSockets.of(server.pid())).isNotEmpty().allSatisfy(address ->
            assertThat(address).as("not on loopback").matches("127\\.0\\.0\\.1:\\d+"));
    }
}
