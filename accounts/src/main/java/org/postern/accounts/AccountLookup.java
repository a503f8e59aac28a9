// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Optional;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;

/** A users' repository that knows people by more names than that of their account: it is asked by {@link StoredNames}. */
public interface AccountLookup {
    /**
     * @param name in any spelling, or another name of the person
     * @return the account's name, spelt as it is stored; empty when there is no such person
     * @throws UsersRepositoryException when there is no answer now
     */
    Optional<Username> account(Username name) throws UsersRepositoryException;
}
