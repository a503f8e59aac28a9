// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.time.Duration;
import java.util.Optional;

import org.apache.james.core.Username;
import org.postern.accounts.Proof;
import org.postern.bridge.UserNames;

/** One client's way through a mechanism. Used by one thread at a time. */
public interface SaslExchange {
    /** Where the exchange stands. */
    sealed interface Step {
        /**
         * The client is who it says it is, and may want to act as somebody else.
         *
         * @param claimed its own name as it gave it: the same name, however the store spells it
         * @param other the name to act as; empty for its own
         */
        static Step authenticated(Proof proof, String claimed, String other) {
            if (other.isEmpty() || other.equals(claimed)) {
                return new Authenticated(claimed, proof, proof.username());
            }
            try {
                return new Authenticated(claimed, proof, UserNames.parse(other));
            } catch (IllegalArgumentException e) {
                return new Failed(claimed, "no name to act as");
            }
        }

        /**
         * The client has to answer.
         *
         * @param octets not yet in base64
         */
        record Challenge(byte[] octets) implements Step {
        }

        /**
         * The client is who it says it is.
         *
         * @param claimed the name that it gave
         * @param proof of the name whose secret it knows
         * @param authorization the name it wants to act as; the same one as a rule
         */
        record Authenticated(String claimed, Proof proof, Username authorization) implements Step {
            /** For a mechanism in which the client gives no other name than the proof has. */
            public Authenticated(Proof proof, Username authorization) {
                this(proof.username().asString(), proof, authorization);
            }
        }

        /**
         * It is not.
         *
         * @param claimed the name that it gave, for the log; empty when it gave none
         * @param reason for the log, in a word or two; the client is not told
         */
        record Failed(String claimed, String reason) implements Step {
            static Failed credentials(String claimed) {
                return new Failed(claimed, "credentials");
            }
        }

        /**
         * It is not, and the mechanism tells in one more challenge why (RFC 7628 §3.2.3). It has failed, whatever it answers.
         *
         * @param octets not yet in base64
         */
        record Explained(byte[] octets, Failed failure) implements Step {
        }

        /**
         * Nobody looked at its secret: it gave too many wrong ones.
         *
         * @param claimed the name that it gave, for the log
         * @param left until it is heard again
         */
        record LockedOut(String claimed, Duration left) implements Step {
        }

        /**
         * A store of ours did not answer: never a "no".
         *
         * @param claimed the name that it gave, for the log
         * @param cause for the log
         */
        record Unavailable(String claimed, Exception cause) implements Step {
        }

        /**
         * A store of ours did not answer, so that it is no "no"; but for another the secret was a wrong one.
         *
         * @param claimed the name that it gave
         * @param cause for the log
         */
        record Doubtful(String claimed, Exception cause) implements Step {
        }
    }

    /** The mechanism's first challenge, when the client sent no initial response. Does not block. */
    Step start();

    /**
     * May block.
     *
     * @param response of the client, base64 taken off
     */
    Step next(byte[] response);

    /** The name that the client has given so far, for the log; empty when it has given none. */
    default String claimed() {
        return "";
    }

    /** What the client has proved before the exchange is at its end, and knows that it has. */
    default Optional<Proof> proved() {
        return Optional.empty();
    }
}
