// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.Map;
import java.util.Optional;

import com.google.inject.ImplementedBy;
import org.apache.james.core.Username;

/** Where it is kept what accounts, the same in all spellings of their names, have sent, so that a restart is no way round a limit. */
@ImplementedBy(UsageInMemory.class)
public interface UsageStore {
    /** @throws Exception when there is no answer now */
    Optional<Used> find(Username account) throws Exception;

    /** @throws Exception when it could not be kept */
    void save(Map<Username, Used> changed) throws Exception;
}
