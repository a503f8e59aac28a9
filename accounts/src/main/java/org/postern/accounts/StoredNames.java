// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.bridge.UserNames;

/**
 * Finds the person whose name a client typed in another way than the store has it: an accent as a character of its own, or the
 * domain in U-labels where the store has A-labels.
 */
public final class StoredNames {
    private StoredNames() {
    }

    /** As the store spells it; the name itself when the store does not know it, or when there is no other way to spell it. */
    public static Username spelling(UsersRepository users, Username name) throws UsersRepositoryException {
        var spellings = UserNames.spellings(name);
        if (spellings.size() > 1) {
            for (Username spelling : spellings) {
                if (users.contains(spelling)) {
                    return spelling;
                }
            }
        }
        return name;
    }
}
