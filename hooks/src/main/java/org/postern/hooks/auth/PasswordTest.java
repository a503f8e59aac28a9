// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepository;
import org.postern.bridge.StoreCalls;
import org.postern.hooks.auth.SaslExchange.Step;

/** Asks James's users for a password. */
public class PasswordTest {
    private final UsersRepository users;
    private final StoreCalls stores;

    @Inject
    public PasswordTest(UsersRepository users, StoreCalls stores) {
        this.users = users;
        this.stores = stores;
    }

    /**
     * @param authorization who to act as; empty for the same name
     * @return {@link Step.Authenticated}, {@link Step.Failed} or {@link Step.Unavailable}
     */
    public Step test(byte[] authorization, byte[] name, byte[] password) {
        String claimed = new String(name, StandardCharsets.UTF_8);
        // RFC 4513 §5.1.2: without a password a directory would answer yes. RFC 4013 §2.3: no control characters in names.
        if (password.length == 0 || claimed.chars().anyMatch(Character::isISOControl)) {
            return new Step.Failed(claimed);
        }
        Username authentication;
        Username other;
        try {
            authentication = Username.of(claimed);
            other = authorization.length == 0 ? authentication : Username.of(new String(authorization, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return new Step.Failed(claimed);
        }
        try {
            return stores.ask(() -> users.test(authentication, new String(password, StandardCharsets.UTF_8)))
                ? new Step.Authenticated(authentication, other)
                : new Step.Failed(claimed);
        } catch (InvalidUsernameException e) {
            return new Step.Failed(claimed);
        } catch (Exception e) {
            return new Step.Unavailable(claimed, e);
        }
    }
}
