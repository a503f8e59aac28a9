// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.hooks.auth.SaslExchange.Step;

/** Asks James's users for a password. */
public class PasswordTest {
    private final UsersRepository users;

    @Inject
    public PasswordTest(UsersRepository users) {
        this.users = users;
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
        try {
            Username authentication = Username.of(claimed);
            Username other = authorization.length == 0
                ? authentication
                : Username.of(new String(authorization, StandardCharsets.UTF_8));
            return users.test(authentication, new String(password, StandardCharsets.UTF_8))
                ? new Step.Authenticated(authentication, other)
                : new Step.Failed(claimed);
        } catch (InvalidUsernameException | IllegalArgumentException e) {
            return new Step.Failed(claimed);
        } catch (UsersRepositoryException | RuntimeException e) {
            return new Step.Unavailable(claimed, e);
        }
    }
}
