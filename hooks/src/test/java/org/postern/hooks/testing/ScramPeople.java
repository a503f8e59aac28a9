// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.user.api.UsersRepository;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Client;
import org.postern.accounts.GuessLimits;
import org.postern.accounts.KnownNetworksInMemory;
import org.postern.accounts.ScramDecoys;
import org.postern.accounts.ScramLogin;
import org.postern.accounts.ScramVerifier;
import org.postern.accounts.ScramVerifiers;
import org.postern.bridge.StoreCalls;

/** People whose passwords are kept as SCRAM needs them; their store can be made to fail, and they can be locked out. */
public final class ScramPeople {
    interface Repository extends UsersRepository, ScramVerifiers {
    }

    public volatile Optional<Exception> fault = Optional.empty();
    public volatile Optional<Duration> lockOut = Optional.empty();
    private final ScramDecoys decoys = new ScramDecoys(Spool.<FileSystem>stub(FileSystem.class, (method, arguments) -> {
        throw new FileNotFoundException((String) arguments[0]);
    }));
    private final StoreCalls stores = new StoreCalls();
    private final Map<Username, ScramVerifier> verifiers = new ConcurrentHashMap<>();

    public ScramPeople with(String name, String password, byte[] salt) {
        try {
            verifiers.put(Username.of(name), ScramClient.verifier(password, salt, ScramClient.ITERATIONS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    public ScramLogin logins() {
        Repository users = Spool.stub(Repository.class, (method, arguments) -> switch (method) {
            case "keepsVerifiers" -> true;
            case "iterations" -> Map.of(ScramClient.ITERATIONS, 1L);
            case "find" -> find((Username) arguments[0]);
            default -> throw new IllegalStateException(method);
        });
        try {
            return new ScramLogin(users, stores, limits(), decoys);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("An empty file has nothing wrong", e);
        }
    }

    private Optional<ScramVerifiers.Stored> find(Username name) throws Exception {
        if (fault.isPresent()) {
            throw fault.get();
        }
        return Optional.ofNullable(verifiers.get(name)).map(verifier -> new ScramVerifiers.Stored(name, verifier));
    }

    private GuessLimits limits() throws ConfigurationException {
        return new GuessLimits(AuthenticationFile.parse(new BaseHierarchicalConfiguration()), new KnownNetworksInMemory(), stores) {
            @Override
            public Optional<Duration> lockedOut(Client client, String claimed) {
                return lockOut;
            }

            @Override
            public Optional<Duration> lockedOutAtBeginning(Client client, String claimed) {
                return lockOut;
            }
        };
    }
}
