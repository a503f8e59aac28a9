// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.List;

import com.google.inject.ImplementedBy;
import org.apache.james.core.Username;

/** Keeps app passwords. A person is the same in all spellings of their name. May block, and throws when it has no answer now. */
@ImplementedBy(MemoryAppPasswords.class)
public interface AppPasswordStore {
    /** In the order in which they were made. */
    List<AppPassword> of(Username owner);

    /** @return false when the owner has one of that name */
    boolean add(AppPassword password);

    /** @return false when there is none */
    boolean remove(Username owner, String name);

    /** To be called when a person is removed. */
    void removeAll(Username owner);

    void used(Username owner, String name, AppPassword.Use use);
}
