// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Optional;
import java.util.Set;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.bridge.UserNames;

/**
 * Which account a name means that was typed in another way than the store has it: an accent as a character of its own, the
 * domain in U-labels where the store has A-labels, or another of a person's names in a directory. What is kept of an account and
 * what is decided about it is kept and decided under the name that is given here.
 */
public final class StoredNames {
    private StoredNames() {
    }

    /** As the store spells it; empty when the store does not know it. */
    public static Optional<Username> find(UsersRepository users, Username name) throws UsersRepositoryException {
        if (users instanceof AccountLookup accounts) {
            return accounts.account(name);
        }
        for (Username spelling : UserNames.spellings(name)) {
            if (users.contains(spelling)) {
                return Optional.of(spelling);
            }
        }
        return Optional.empty();
    }

    /** As the store spells it; always in the same way when the store does not know it. */
    public static Username spelling(UsersRepository users, Username name) throws UsersRepositoryException {
        Set<Username> spellings = UserNames.spellings(name);
        if (spellings.size() == 1 && !(users instanceof AccountLookup)) {
            // There is nothing to choose from, and no need to ask.
            return name;
        }
        return find(users, name).orElseGet(() -> UserNames.canonical(name));
    }
}
