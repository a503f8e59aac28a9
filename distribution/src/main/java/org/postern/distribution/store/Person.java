// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import org.apache.james.core.Username;
import org.apache.james.user.api.model.User;
import org.postern.accounts.Password;

/** A person in the hands of an administrator. */
final class Person implements User {
    private final Username username;
    private final PasswordScheme scheme;
    private Kept kept;

    Person(Username username, Kept kept, PasswordScheme scheme) {
        this.username = username;
        this.kept = kept;
        this.scheme = scheme;
    }

    @Override
    public Username getUserName() {
        return username;
    }

    @Override
    public boolean verifyPassword(String password) {
        return kept.matches(Password.of(password));
    }

    /** @throws IllegalArgumentException as {@link PasswordScheme#keep}: James's WebAdmin does not ask for the answer */
    @Override
    public boolean setPassword(String password) {
        kept = new Kept.AsVerifier(scheme.keep(Password.of(password)));
        return true;
    }

    Kept kept() {
        return kept;
    }
}
