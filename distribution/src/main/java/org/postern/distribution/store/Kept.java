// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import org.apache.james.user.api.model.User;
import org.postern.accounts.Password;
import org.postern.accounts.ScramVerifier;

/** What the database has of a password. */
sealed interface Kept {
    boolean matches(Password password);

    /** Under our scheme, whatever its iterations were when the password was set. */
    record AsVerifier(ScramVerifier verifier) implements Kept {
        @Override
        public boolean matches(Password password) {
            return verifier.matches(password);
        }
    }

    /**
     * In James's table, from before ours was there.
     *
     * @param hash as it stands in the table
     */
    record ByJames(User user, String hash) implements Kept {
        @Override
        public boolean matches(Password password) {
            return user.verifyPassword(password.text());
        }
    }
}
