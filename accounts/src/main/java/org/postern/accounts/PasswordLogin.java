// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/** A login by name and password, whatever the mechanism that brought them. */
@Singleton
public class PasswordLogin {
    /** How it ended. */
    public sealed interface Outcome {
        /** The password is theirs. */
        record Proved(Proof proof) implements Outcome {
        }

        /**
         * It is not, or there is no such name.
         *
         * @param reason for the log, in a few words; the client is not told
         */
        record Refused(String reason) implements Outcome {
            Refused() {
                this("credentials");
            }
        }

        /** Nobody looked at the password: there were too many wrong ones. */
        record LockedOut(Duration left) implements Outcome {
        }

        /** A store did not answer: never a "no". */
        record Unavailable(Exception cause) implements Outcome {
        }

        /** A store did not answer; but for another the password was a wrong one, and counts as a guess. */
        record Doubtful(Exception cause) implements Outcome {
        }
    }

    private final PasswordSources sources;
    private final GuessLimits guesses;
    private final LoginMemory memory;
    private final AppPasswords appPasswords;

    @Inject
    public PasswordLogin(PasswordSources sources, GuessLimits guesses, LoginMemory memory, AppPasswords appPasswords) {
        this.sources = sources;
        this.guesses = guesses;
        this.memory = memory;
        this.appPasswords = appPasswords;
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
            username = UserNames.parse(claimed);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused();
        }
        try {
            Optional<Proof> remembered = memory.find(username, password);
            return remembered.isPresent() ? new Outcome.Proved(remembered.get()) : test(client, username, password);
        } catch (Exception e) {
            return new Outcome.Unavailable(e);
        }
    }

    /**
     * When the store of app passwords does not answer, it may still be one of the person's own. Nobody guesses one that looks like an
     * app password.
     */
    private Outcome test(Client client, Username username, Password password) throws Exception {
        Optional<Exception> fault = Optional.empty();
        try {
            AppPasswords.Answer answer = appPasswords.test(client, username, password);
            if (answer instanceof AppPasswords.Answer.Proved proved) {
                return new Outcome.Proved(proved.proof());
            }
            if (answer instanceof AppPasswords.Answer.NotNow notNow) {
                return new Outcome.Refused(notNow.reason());
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            fault = Optional.of(e);
        }
        PasswordSources.Outcome outcome = testOnce(username, password);
        if (outcome instanceof PasswordSources.Outcome.Proved proved) {
            return new Outcome.Proved(proved.proof());
        }
        if (fault.isPresent()) {
            return new Outcome.Unavailable(fault.get());
        }
        return outcome instanceof PasswordSources.Outcome.Doubtful doubtful
            ? new Outcome.Doubtful(doubtful.fault())
            : new Outcome.Refused();
    }

    private PasswordSources.Outcome testOnce(Username username, Password password) throws Exception {
        try (LoginMemory.Turn turn = memory.turn(username, password)) {
            Optional<Proof> meanwhile = memory.find(username, password);
            if (meanwhile.isPresent()) {
                return new PasswordSources.Outcome.Proved(meanwhile.get());
            }
            long changesBefore = memory.changes();
            PasswordSources.Outcome outcome = sources.test(username, password);
            if (outcome instanceof PasswordSources.Outcome.Proved proved) {
                memory.remember(username, password, proved.proof(), changesBefore);
            }
            return outcome;
        }
    }
}
