// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/** For a server without a store of ours: a restart forgets all suspensions. */
@Singleton
public class SuspensionsInMemory implements SuspensionStore {
    private final Map<String, Suspension> suspensions = new ConcurrentHashMap<>();

    @Inject
    public SuspensionsInMemory() {
        // Nobody is suspended yet.
    }

    @Override
    public List<Suspension> all() {
        return List.copyOf(suspensions.values());
    }

    @Override
    public void put(Suspension suspension) {
        suspensions.put(UserNames.identifier(suspension.username()), suspension);
    }

    @Override
    public boolean add(Suspension suspension) {
        return suspensions.putIfAbsent(UserNames.identifier(suspension.username()), suspension) == null;
    }

    @Override
    public boolean remove(Username username) {
        return suspensions.remove(UserNames.identifier(username)) != null;
    }
}
