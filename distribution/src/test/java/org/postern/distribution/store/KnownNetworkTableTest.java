// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.postern.accounts.Network;

class KnownNetworkTableTest {
    private static final Network HOME = Network.of("2001:db8::1");
    private static final Network OFFICE = Network.of("192.0.2.7");
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");

    @Test
    void shouldKeepTheLastLoginFromEachNetwork() {
        try (DerbyInMemory derby = new DerbyInMemory()) {
            KnownNetworkTable table = new KnownNetworkTable(new Database(derby.entityManagers()));
            table.remember("ann@example.org", HOME, MONDAY);
            table.remember("bob@example.org", HOME, MONDAY);
            table.remember("ann@example.org", OFFICE, MONDAY);
            table.remember("ann@example.org", HOME, TUESDAY);

            KnownNetworkTable again = new KnownNetworkTable(new Database(derby.entityManagers()));
            assertThat(again.at(HOME)).containsOnly(Map.entry("ann@example.org", TUESDAY), Map.entry("bob@example.org", MONDAY));
            assertThat(again.at(OFFICE)).containsOnly(Map.entry("ann@example.org", MONDAY));

            again.forgetBefore(TUESDAY);
            assertThat(again.at(HOME)).containsOnlyKeys("ann@example.org");
            assertThat(again.at(OFFICE)).isEmpty();
        }
    }
}
