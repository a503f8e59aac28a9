// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.postern.bridge.UserNames;

/** App passwords that last as long as the process does: what a James has that binds no other store. */
@Singleton
public class MemoryAppPasswords implements AppPasswordStore {
    private final Map<String, List<AppPassword>> byOwner = new HashMap<>();

    @Inject
    public MemoryAppPasswords() {
        // Nothing is kept from before.
    }

    @Override
    public synchronized List<AppPassword> of(Username owner) {
        return List.copyOf(theirs(owner));
    }

    @Override
    public synchronized boolean add(AppPassword password) {
        boolean taken = theirs(password.owner()).stream().anyMatch(other -> other.name().equals(password.name()));
        return !taken && byOwner.computeIfAbsent(UserNames.identifier(password.owner()), name -> new ArrayList<>()).add(password);
    }

    @Override
    public synchronized boolean remove(Username owner, String name) {
        return theirs(owner).removeIf(password -> password.name().equals(name));
    }

    @Override
    public synchronized void removeAll(Username owner) {
        byOwner.remove(UserNames.identifier(owner));
    }

    @Override
    public synchronized void used(Username owner, String name, AppPassword.Use use) {
        theirs(owner).replaceAll(password -> password.name().equals(name) ? new AppPassword(password.owner(), name, password.hash(),
            password.limits(), password.listed(), password.created(), Optional.of(use)) : password);
    }

    private List<AppPassword> theirs(Username owner) {
        return byOwner.getOrDefault(UserNames.identifier(owner), new ArrayList<>());
    }
}
