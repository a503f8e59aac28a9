// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import javax.inject.Inject;
import javax.inject.Singleton;

/** For a server that has no table for it: all networks are new ones after a start. */
@Singleton
public final class KnownNetworksInMemory implements KnownNetworks {
    private final ConcurrentMap<Network, ConcurrentMap<String, Instant>> networks = new ConcurrentHashMap<>();

    @Inject
    public KnownNetworksInMemory() {
        // Knows none yet.
    }

    @Override
    public Map<String, Instant> at(Network network) {
        return Map.copyOf(networks.getOrDefault(network, new ConcurrentHashMap<>()));
    }

    @Override
    public void remember(String account, Network network, Instant when) {
        networks.computeIfAbsent(network, added -> new ConcurrentHashMap<>()).put(account, when);
    }

    @Override
    public void forgetBefore(Instant when) {
        networks.values().forEach(accounts -> accounts.values().removeIf(last -> last.isBefore(when)));
        networks.values().removeIf(Map::isEmpty);
    }
}
