// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;

import javax.inject.Inject;

import org.postern.accounts.Password;
import org.postern.accounts.PasswordLogin;
import org.postern.accounts.PasswordLogin.Outcome;
import org.postern.hooks.auth.SaslExchange.Step;

/** The end of an exchange that brings a name and a password. */
public class PasswordTest {
    private final PasswordLogin logins;

    @Inject
    public PasswordTest(PasswordLogin logins) {
        this.logins = logins;
    }

    /**
     * @param authorization who to act as; empty for the same name
     * @return anything but a challenge
     */
    Step test(Peer peer, byte[] authorization, byte[] name, byte[] password) {
        String claimed = new String(name, StandardCharsets.UTF_8);
        Outcome outcome = logins.login(peer.client(), claimed, Password.of(password));
        if (outcome instanceof Outcome.Proved proved) {
            return Step.authenticated(proved.proof(), claimed, new String(authorization, StandardCharsets.UTF_8));
        }
        if (outcome instanceof Outcome.LockedOut lockedOut) {
            return new Step.LockedOut(claimed, lockedOut.left());
        }
        if (outcome instanceof Outcome.Unavailable unavailable) {
            return new Step.Unavailable(claimed, unavailable.cause());
        }
        if (outcome instanceof Outcome.Doubtful doubtful) {
            return new Step.Doubtful(claimed, doubtful.cause());
        }
        return new Step.Failed(claimed, ((Outcome.Refused) outcome).reason());
    }
}
