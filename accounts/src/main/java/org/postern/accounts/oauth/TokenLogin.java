// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepository;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Client;
import org.postern.accounts.GuessLimits;
import org.postern.accounts.Proof;
import org.postern.accounts.StoredNames;
import org.postern.bridge.StoreCalls;

/**
 * A login by access token, whatever the mechanism that brought it. The library that reads tokens is needed only where
 * {@code <oauth>} says that there are some.
 */
@Singleton
public class TokenLogin {
    /** How it ended. */
    public sealed interface Outcome {
        /** The token is theirs. */
        record Proved(Proof proof) implements Outcome {
        }

        /** It is no good, or of nobody here. */
        record Refused(TokenRefusal refusal) implements Outcome {
        }

        /** Nobody looked at the token: there were too many wrong ones. */
        record LockedOut(Duration left) implements Outcome {
        }

        /** An issuer or a store did not answer: never a "no". */
        record Unavailable(Exception cause) implements Outcome {
        }
    }

    /** Where a client gets a better token, and what for. */
    public record Hint(Optional<URI> discovery, Optional<String> scope) {
    }

    private final OAuthSettings settings;
    private final Optional<Issuers> issuers;
    private final GuessLimits guesses;
    private final UsersRepository users;
    private final DomainList domains;
    private final StoreCalls stores;

    /** @throws ConfigurationException when {@code <oauth>} of {@code authentication.xml} is wrong, with what is allowed */
    @Inject
    public TokenLogin(AuthenticationFile file, FileSystem files, GuessLimits guesses, UsersRepository users, DomainList domains,
            StoreCalls stores) throws ConfigurationException {
        settings = OAuthSettings.of(file, files::getResource);
        issuers = settings.issuers().isEmpty() ? Optional.empty() : Optional.of(Issuers.of(settings.issuers()));
        this.guesses = guesses;
        this.users = users;
        this.domains = domains;
        this.stores = stores;
    }

    /** Whether anybody can log in with a token. */
    public boolean isOffered() {
        return issuers.isPresent();
    }

    public Hint hint() {
        return settings.issuers().stream().findFirst()
            .map(first -> new Hint(first.discovery(), first.scope()))
            .orElseGet(() -> new Hint(Optional.empty(), Optional.empty()));
    }

    /** @param claimed the name that the client gave with it; empty when it gave none */
    public Outcome login(Client client, String claimed, AccessToken token) {
        Optional<Duration> lockOut = guesses.lockedOut(client, claimed);
        if (lockOut.isPresent()) {
            return new Outcome.LockedOut(lockOut.get());
        }
        try {
            Proof proof = issuers.orElseThrow().prove(token);
            return account(proof.username())
                .<Outcome>map(account -> new Outcome.Proved(proof.of(account)))
                .orElseGet(() -> new Outcome.Refused(TokenRefusal.invalid("token of somebody whom nobody knows here")));
        } catch (TokenRefusal e) {
            return new Outcome.Refused(e);
        } catch (Exception e) {
            return new Outcome.Unavailable(e);
        }
    }

    private Optional<Username> account(Username person) throws Exception {
        if (settings.anybodyInDomains()) {
            return person.hasDomainPart() && stores.ask(() -> domains.containsDomain(person.getDomainPart().get()))
                ? Optional.of(stores.ask(() -> StoredNames.spelling(users, person))) : Optional.empty();
        }
        try {
            return stores.ask(() -> StoredNames.find(users, person));
        } catch (InvalidUsernameException e) {
            return Optional.empty();
        }
    }
}
