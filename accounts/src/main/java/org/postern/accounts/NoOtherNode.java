// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Instant;
import java.util.List;

import javax.inject.Inject;
import javax.inject.Singleton;

/** For a server without a store of ours: what ends on one node is known to no other. */
@Singleton
public class NoOtherNode implements EndingStore {
    @Inject
    public NoOtherNode() {
        // There is nothing to keep.
    }

    @Override
    public void tell(Told told) {
        // Nobody would hear it.
    }

    @Override
    public List<Told> since(Instant when) {
        return List.of();
    }
}
