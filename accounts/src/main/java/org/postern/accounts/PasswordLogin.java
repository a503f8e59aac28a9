// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;

/** A login by name and password, whatever the mechanism that brought them. */
@Singleton
public class PasswordLogin {
    /** How it ended. */
    public sealed interface Outcome {
        /** The password is theirs. */
        record Proved(Proof proof) implements Outcome {
        }

        /** It is not, or there is no such name. */
        record Refused() implements Outcome {
        }

        /** Nobody looked at the password: there were too many wrong ones. */
        record LockedOut(Duration left) implements Outcome {
        }

        /** A store did not answer: never a "no". */
        record Unavailable(Exception cause) implements Outcome {
        }
    }

    private final PasswordSources sources;
    private final GuessLimits guesses;

    @Inject
    public PasswordLogin(PasswordSources sources, GuessLimits guesses) {
        this.sources = sources;
        this.guesses = guesses;
    }

    /** @param claimed as the client sent it */
    public Outcome login(Client client, String claimed, Password password) {
        Optional<Duration> lockOut = guesses.lockedOut(client, claimed);
        if (lockOut.isPresent()) {
            return new Outcome.LockedOut(lockOut.get());
        }
        // RFC 4513 §5.1.2: without a password a directory would answer yes. RFC 4013 §2.3: no control characters in names.
        if (password.isEmpty() || claimed.chars().anyMatch(Character::isISOControl)) {
            return new Outcome.Refused();
        }
        Username username;
        try {
            username = Username.of(claimed);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused();
        }
        try {
            return sources.test(username, password).<Outcome>map(Outcome.Proved::new).orElseGet(Outcome.Refused::new);
        } catch (Exception e) {
            return new Outcome.Unavailable(e);
        }
    }
}
