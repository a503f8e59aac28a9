// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.List;

import com.google.inject.ImplementedBy;
import org.apache.james.core.Username;

/**
 * Where suspensions are kept; an account is the same in all spellings of its name. Read every few seconds, so that what another node
 * wrote is known soon.
 */
@ImplementedBy(SuspensionsInMemory.class)
public interface SuspensionStore {
    /** @throws Exception when there is no answer now */
    List<Suspension> all() throws Exception;

    /**
     * In the place of an earlier one.
     *
     * @throws Exception when it could not be kept
     */
    void put(Suspension suspension) throws Exception;

    /**
     * Leaves an earlier one as it is.
     *
     * @return whether there was none
     * @throws Exception when it could not be kept
     */
    boolean add(Suspension suspension) throws Exception;

    /**
     * @return whether there was one
     * @throws Exception when it could not be removed
     */
    boolean remove(Username username) throws Exception;
}
