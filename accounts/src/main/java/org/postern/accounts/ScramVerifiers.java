// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Optional;

import org.apache.james.core.Username;

/** A users' repository that keeps passwords as SCRAM wants them: James's {@code UsersRepository} is asked whether it is one. */
public interface ScramVerifiers {
    /** Whether people may have one: else SCRAM is not offered. */
    boolean keepsVerifiers();

    /** Of the verifiers that are made now; a name that nobody has is told the same. */
    default int iterations() {
        return 4_096;
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
