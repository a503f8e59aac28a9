// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;
import org.postern.bridge.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passwords that people have beside their own, one for each program or device, wherever their own is kept. They are known by
 * their form, tested without a slow hash, and so need not be remembered: one that is revoked is of no use from then on, on every
 * node, and the sessions that it has opened end ({@link Endings}). The mechanisms PLAIN and LOGIN take them; SCRAM, which has to
 * choose a verifier before it sees anything of the password, does not.
 */
@Singleton
public class AppPasswords {
    /** What becomes of a password. */
    public sealed interface Answer {
        record Proved(Proof proof) implements Answer {
        }

        /**
         * The client knows the secret of one that is not to be used like this.
         *
         * @param reason for the log
         */
        record NotNow(String reason) implements Answer {
        }

        /** It is none of this person's. */
        record Unknown() implements Answer {
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(AppPasswords.class);
    private static final int MOST_OF_ONE = 50;
    /** Nobody needs to know the last use to the second, and nothing is to be written for each message. */
    private static final Duration USE_INTERVAL = Duration.ofMinutes(5);

    private final AppPasswordStore store;
    private final UsersRepository users;
    private final StoreCalls stores;
    private final Endings endings;
    private final Clock clock;
    private final Executor writer;

    @Inject
    public AppPasswords(AppPasswordStore store, UsersRepository users, StoreCalls stores, Endings endings) {
        this(store, users, stores, endings, Clock.systemUTC(), Workers.upTo(1, "app-password-use"));
    }

    /** @param writer of last uses; may reject one, as the next login brings another */
    AppPasswords(AppPasswordStore store, UsersRepository users, StoreCalls stores, Endings endings, Clock clock, Executor writer) {
        this.store = store;
        this.users = users;
        this.stores = stores;
        this.endings = endings;
        this.clock = clock;
        this.writer = writer;
    }

    /**
     * Makes one.
     *
     * @param listed whether the owner has to be in the users' repository, now and later
     * @return the secret, which nobody can be told again
     * @throws IllegalArgumentException when it cannot be made like this; the message is for who asked
     * @throws IllegalStateException when the owner has one of that name
     */
    public String add(Username owner, String name, AppPassword.Limits limits, boolean listed) {
        AppSecret secret = AppSecret.random();
        AppPassword password = new AppPassword(owner, name, AppSecretHash.of(secret), limits, listed, clock.instant(), Optional.empty());
        if (store.of(owner).size() >= MOST_OF_ONE) {
            throw new IllegalArgumentException(owner.asString() + " has " + MOST_OF_ONE + " app passwords, which is the most; revoke one");
        }
        if (!store.add(password)) {
            throw new IllegalStateException(owner.asString() + " has an app password '" + name + "' already");
        }
        return secret.text();
    }

    public List<AppPassword> of(Username owner) {
        return store.of(owner);
    }

    /**
     * @param account whose it is
     * @param owner under whose name it was made: the account's, or another one of the same person
     * @return false when there is none
     */
    public boolean revoke(Username account, Username owner, String name) {
        boolean was = store.remove(owner, name);
        if (was) {
            endings.announce(Ending.ofAppPassword(account, name));
        }
        return was;
    }

    /** @throws Exception when there is no answer now */
    public Answer test(Client client, Username claimed, Password given) throws Exception {
        Optional<AppSecret> secret = AppSecret.parse(given.text());
        if (secret.isEmpty()) {
            return new Answer.Unknown();
        }
        Username account = stores.ask(() -> StoredNames.spelling(users, claimed));
        Optional<AppPassword> found = stores.ask(() -> find(account, claimed, secret.get()));
        if (found.isEmpty()) {
            return new Answer.Unknown();
        }
        AppPassword password = found.get();
        Optional<String> obstacle = obstacle(password, account, client);
        if (obstacle.isPresent()) {
            return new Answer.NotNow("app password " + password.name() + " " + obstacle.get());
        }
        noteUse(password, client);
        return new Answer.Proved(password.proof().of(account));
    }

    /** Of the account; else one that was made under its other name, when that was not known to be one. */
    private Optional<AppPassword> find(Username account, Username claimed, AppSecret secret) {
        Optional<AppPassword> found = findOf(account, secret);
        return found.isPresent() || UserNames.areSame(account, claimed) ? found : findOf(claimed, secret);
    }

    private Optional<AppPassword> findOf(Username owner, AppSecret secret) {
        return store.of(owner).stream().filter(password -> password.hash().matches(secret)).findFirst();
    }

    private Optional<String> obstacle(AppPassword password, Username account, Client client) throws Exception {
        if (password.hasExpired(clock.instant())) {
            return Optional.of("has expired");
        }
        if (!password.isFor(client)) {
            return Optional.of("is not for this network");
        }
        if (password.listed() && !stores.ask(() -> users.contains(account))) {
            return Optional.of("has no owner any more");
        }
        return Optional.empty();
    }

    private void noteUse(AppPassword password, Client client) {
        Instant now = clock.instant();
        if (password.lastUse().filter(last -> last.at().plus(USE_INTERVAL).isAfter(now)).isPresent()) {
            return;
        }
        try {
            writer.execute(() -> write(password, new AppPassword.Use(now, client.address())));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The last use of app password {} of {} is not written", password.name(), password.owner().asString());
        }
    }

    private void write(AppPassword password, AppPassword.Use use) {
        try {
            store.used(password.owner(), password.name(), use);
        } catch (RuntimeException e) {
            LOGGER.warn("The last use of app password {} of {} cannot be written", password.name(), password.owner().asString(), e);
        }
    }
}
