// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HopCountTest {
    @Test
    void shouldAcceptAsManyHopsAsAllowed() {
        new CheckTester(new HopCount()).accepts("Received: x\n".repeat(30) + "X-Received: x\n\nReceived: x\n");
    }

    @Test
    void shouldRefuseOneHopMore() {
        new CheckTester(new HopCount()).answers("received: x\n".repeat(31) + "\n",
            "554 5.4.6 The message has 31 Received fields, more than 30");
    }

    @Test
    void shouldRejectLimitBelowOne() {
        assertThatThrownBy(() -> new HopCount(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
    }
}
