// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.postern.accounts.Network;

/** From how many networks one account was used in the last minutes. */
final class RecentNetworks {
    private final Duration within;
    private final int most;
    private final Map<Network, Instant> seen = new LinkedHashMap<>();

    /** @param most to count; more are not kept apart */
    RecentNetworks(Duration within, int most) {
        this.within = within;
        this.most = most;
    }

    synchronized int add(Instant now, Network network) {
        seen.values().removeIf(last -> !last.isAfter(now.minus(within)));
        if (seen.containsKey(network) || seen.size() < most) {
            seen.put(network, now);
        }
        return seen.size();
    }
}
