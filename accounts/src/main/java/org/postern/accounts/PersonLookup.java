// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Optional;

import org.apache.james.core.Username;

/** A source of passwords that can tell without a password whom it knows. */
public interface PersonLookup {
    /**
     * @param name any by which the source knows the person
     * @return the name that a login proves, one for each person; empty when it knows nobody by this name
     * @throws Exception when there is no answer now, which is never a "no"
     */
    Optional<Username> account(Username name) throws Exception;
}
