// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;

/** The accounts that may not submit for now, because an operator says so. */
@Singleton
public class Suspensions {
    @Inject
    public Suspensions() {
        // Nobody is suspended yet.
    }

    /** @throws Exception when it is not known now */
    public boolean isSuspended(Username username) throws Exception {
        return false;
    }
}
