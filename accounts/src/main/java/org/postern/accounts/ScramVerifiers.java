// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Map;
import java.util.Optional;

import org.apache.james.core.Username;

/** A users' repository that keeps passwords as SCRAM wants them: James's {@code UsersRepository} is asked whether it is one. */
public interface ScramVerifiers {
    /** Whether people may have one: else SCRAM is not offered. */
    boolean keepsVerifiers();

    /**
     * How many verifiers there are, about, with each number of iterations: a name that nobody has is told one of these.
     *
     * @return not empty
     * @throws Exception when there is no answer now
     */
    default Map<Integer, Long> iterations() throws Exception {
        return Map.of(4_096, 1L);
    }

    /**
     * One person's.
     *
     * @param username spelt as the store has it
     */
    record Stored(Username username, ScramVerifier verifier) {
    }

    /**
     * @param username in any spelling
     * @return empty when there is no such person, or when their password is kept in another way
     * @throws Exception when there is no answer now
     */
    Optional<Stored> find(Username username) throws Exception;
}
