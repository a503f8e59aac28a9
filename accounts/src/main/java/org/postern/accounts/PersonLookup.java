// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import org.apache.james.core.Username;

/** A source of passwords that can tell without a password whom it knows. */
public interface PersonLookup {
    /** @throws Exception when there is no answer now, which is never a "no" */
    boolean knows(Username username) throws Exception;
}
