// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise holds on Postern, and the same test is red on a stock James: whoever trusts stock behaviour is warned here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class FaultsIT {
    private SubmissionServer postern;
    private SubmissionServer stock;

    @BeforeAll
    void start(@TempDir Path homes) throws Exception {
        postern = PosternServer.start(homes.resolve("postern"));
        stock = StockSubmissionServer.start(homes.resolve("stock"));
    }

    @AfterAll
    void stop() throws Exception {
        for (SubmissionServer server : Stream.of(postern, stock).filter(server -> server != null).toList()) {
            server.close();
        }
    }

    static List<Fault> faults() {
        return Stream.of(LoginFaults.all(), EnvelopeFaults.all(), MessageFaults.all(), DeliveryFaults.all(), OperationFaults.all())
            .flatMap(List::stream)
            .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldKeepPromiseWhenServerIsPostern(Fault fault) throws Exception {
        fault.promise().keptBy(postern);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldBreakPromiseWhenServerIsStock(Fault fault) {
        assertThatThrownBy(() -> fault.promise().keptBy(stock)).isInstanceOf(AssertionError.class).hasMessageFindingMatch(fault.onStock());
    }
}
