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
    void shouldHaveRoomForWhoHasNoSessionYetWhenOthersHaveFilledIt() {
        ConnectionLimits limits = new ConnectionLimits(10, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(limits.enter("a")).isEmpty();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(limits.enter("a")).isPresent();
        }
        assertThat(limits.isFlood("a")).isTrue();
        assertThat(limits.enter("b")).isEmpty();
        assertThat(limits.isFlood("b")).isFalse();
        assertThat(limits.enter("b")).isPresent();
        for (int i = 3; i <= 10; i++) {
            assertThat(limits.enter("c" + i)).isEmpty();
        }
        assertThat(limits.enter("d")).isPresent();
    }

    @Test
    void shouldCountAddressesOfOneIpv6NetworkAsOne() {
        ConnectionLimits limits = new ConnectionLimits(0, 1);
        assertThat(limits.enter("2001:db8::1")).isEmpty();
        assertThat(limits.enter("2001:db8:0:0:ffff::2")).isPresent();
        assertThat(limits.enter("2001:db8:0:1::1")).isEmpty();
        limits.leave("2001:db8::1");
        limits.leave("2001:db8:0:0:ffff::2");
        assertThat(limits.enter("2001:db8::3")).isEmpty();
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
