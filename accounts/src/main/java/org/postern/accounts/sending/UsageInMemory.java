// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;

/** For a server without a store of ours: keeps nothing, and after a restart everybody begins anew. */
@Singleton
public class UsageInMemory implements UsageStore {
    @Inject
    public UsageInMemory() {
        // Nothing to keep.
    }

    @Override
    public Optional<Used> find(Username account) {
        return Optional.empty();
    }

    @Override
    public void save(Map<Username, Used> changed) {
        // Whoever counts remembers it.
    }
}
