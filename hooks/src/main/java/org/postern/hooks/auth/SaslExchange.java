// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import org.apache.james.core.Username;

/** One client's way through a mechanism. Used by one thread at a time. */
public interface SaslExchange {
    /** Where the exchange stands. */
    sealed interface Step {
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
         * @param authentication the name whose secret it knows
         * @param authorization the name it wants to act as; the same one as a rule
         */
        record Authenticated(Username authentication, Username authorization) implements Step {
        }

        /**
         * It is not.
         *
         * @param claimed the name that it gave, for the log; empty when it gave none
         */
        record Failed(String claimed) implements Step {
        }

        /**
         * A store of ours did not answer: never a "no".
         *
         * @param claimed the name that it gave, for the log
         * @param cause for the log
         */
        record Unavailable(String claimed, Exception cause) implements Step {
        }
    }

    /** The mechanism's first challenge, when the client sent no initial response. */
    Step start();

    /** @param response of the client, base64 taken off */
    Step next(byte[] response);
}
