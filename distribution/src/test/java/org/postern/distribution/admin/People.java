// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.accounts.AccountLookup;

/** A directory with one person, who has two names. */
public final class People {
    public static final Username ANN = Username.of("ann");
    public static final Username ALIAS = Username.of("ann@example.org");

    public volatile boolean isDown;

    private interface Directory extends UsersRepository, AccountLookup {
    }

    public UsersRepository repository() {
        return (UsersRepository) Proxy.newProxyInstance(People.class.getClassLoader(), new Class<?>[] {Directory.class},
            (proxy, method, arguments) -> {
                if (isDown) {
                    throw new UsersRepositoryException("down");
                }
                Optional<Username> account = List.of(ANN, ALIAS).contains(arguments[0]) ? Optional.of(ANN) : Optional.empty();
                return method.getName().equals("contains") ? account.isPresent() : account;
            });
    }
}
