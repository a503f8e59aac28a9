// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    @Test
    void shouldCountOutWhoLeaves() {
        ConnectionLimits limits = new ConnectionLimits(2, 1);
        assertThat(limits.enter("a")).isEmpty();
        assertThat(limits.enter("a")).hasValueSatisfying(reply -> assertThat(reply.toString()).contains("from your address"));
        limits.leave("a");
        limits.leave("a");
        assertThat(limits.enter("a")).isEmpty();
        assertThat(limits.enter("b")).isEmpty();
        assertThat(limits.enter("c")).hasValueSatisfying(reply -> assertThat(reply.toString()).doesNotContain("from your address"));
    }

    @Test
    void shouldKnowNoLimitWhenItIsZero() {
        ConnectionLimits limits = new ConnectionLimits(0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(limits.enter("a")).isEmpty();
        }
        assertThat(limits.isFlood("a")).isFalse();
    }

    @Test
    void shouldTellAFloodFromACrowd() {
        ConnectionLimits limits = new ConnectionLimits(0, 10);
        for (int i = 0; i < 60; i++) {
            limits.enter("a");
        }
        assertThat(limits.isFlood("a")).isFalse();
        limits.enter("a");
        assertThat(limits.isFlood("a")).isTrue();
        assertThat(limits.isFlood("b")).isFalse();
    }
}
