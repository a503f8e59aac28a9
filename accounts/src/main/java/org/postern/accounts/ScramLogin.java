// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;

/**
 * A login by a proof of the password that does not show it (RFC 5802). A name that nobody has goes all the way of one that
 * somebody has, and fails at its end.
 */
@Singleton
public class ScramLogin {
    /** How it began. */
    public sealed interface Beginning {
        /** The client may prove what it knows. */
        record Begun(Attempt attempt) implements Beginning {
        }

        /** Nobody looks at a proof: there were too many wrong ones. */
        record LockedOut(Duration left) implements Beginning {
        }

        /** The store did not answer: never a "no". */
        record Unavailable(Exception cause) implements Beginning {
        }
    }

    /** How it ended. */
    public sealed interface Outcome {
        /** @param signature by which the server proves itself to the client */
        record Proved(Proof proof, byte[] signature) implements Outcome {
        }

        /** The proof is wrong, or there is no such name. */
        record Refused() implements Outcome {
        }

        /** Nobody looked at the proof: there were too many wrong ones. */
        record LockedOut(Duration left) implements Outcome {
        }
    }

    private static final String BY = "people";

    private final UsersRepository users;
    private final StoreCalls stores;
    private final GuessLimits guesses;
    private final ScramDecoys decoys;

    @Inject
    public ScramLogin(UsersRepository users, StoreCalls stores, GuessLimits guesses, ScramDecoys decoys) {
        this.users = users;
        this.stores = stores;
        this.guesses = guesses;
        this.decoys = decoys;
    }

    /** Whether anybody may have a verifier. */
    public boolean isPossible() {
        return users instanceof ScramVerifiers verifiers && verifiers.keepsVerifiers();
    }

    /** @param claimed as the client sent it */
    public Beginning begin(Client client, String claimed) {
        Optional<Duration> lockOut = guesses.lockedOutAtBeginning(client, claimed);
        if (lockOut.isPresent()) {
            return new Beginning.LockedOut(lockOut.get());
        }
        Optional<Username> username = username(claimed);
        try {
            ScramVerifiers verifiers = (ScramVerifiers) users;
            ScramVerifier decoy = decoys.of(username.map(UserNames::identifier).orElse(claimed), stores.ask(verifiers::iterations));
            Optional<ScramVerifiers.Stored> known = username.isPresent()
                ? stores.ask(() -> verifiers.find(username.get())) : Optional.empty();
            return new Beginning.Begun(new Attempt(client, claimed, known, decoy));
        } catch (Exception e) {
            return new Beginning.Unavailable(e);
        }
    }

    private static Optional<Username> username(String claimed) {
        // RFC 4013 §2.3: no control characters in names.
        if (claimed.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UserNames.parse(claimed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One client's proof of one name, before it comes. */
    public final class Attempt {
        private final Client client;
        private final String claimed;
        private final Optional<Username> username;
        private final ScramVerifier verifier;

        private Attempt(Client client, String claimed, Optional<ScramVerifiers.Stored> known, ScramVerifier decoy) {
            this.client = client;
            this.claimed = claimed;
            this.username = known.map(ScramVerifiers.Stored::username);
            this.verifier = known.map(ScramVerifiers.Stored::verifier).orElse(decoy);
        }

        public byte[] salt() {
            return verifier.salt().clone();
        }

        public int iterations() {
            return verifier.iterations();
        }

        /**
         * @param authMessage all that was said (RFC 5802 §3)
         * @param proof of the client
         */
        public Outcome prove(byte[] authMessage, byte[] proof) {
            // Asked again: a guesser can begin many before it ends the first.
            Optional<Duration> lockOut = guesses.lockedOut(client, claimed);
            if (lockOut.isPresent()) {
                return new Outcome.LockedOut(lockOut.get());
            }
            return ScramSums.proves(verifier, authMessage, proof)
                ? new Outcome.Proved(new Proof(username.orElseThrow(), BY), ScramSums.serverSignature(verifier, authMessage))
                : new Outcome.Refused();
        }
    }
}
