// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepository;
import org.postern.bridge.StoreCalls;

/** The people whom James itself knows. */
public class JamesPeople implements PasswordSource {
    private final UsersRepository users;
    private final StoreCalls stores;

    @Inject
    public JamesPeople(UsersRepository users, StoreCalls stores) {
        this.users = users;
        this.stores = stores;
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public Answer test(Username username, Password password) throws Exception {
        try {
            return stores.ask(() -> {
                Username stored = StoredNames.spelling(users, username);
                // Asked first, and for everybody: nothing can fail once a password was found wrong.
                boolean known = users.contains(stored);
                if (users.test(stored, password.text())) {
                    return new Answer.Proved(stored);
                }
                return known ? new Answer.Wrong() : new Answer.Unknown();
            });
        } catch (InvalidUsernameException e) {
            return new Answer.Unknown();
        }
    }
}
