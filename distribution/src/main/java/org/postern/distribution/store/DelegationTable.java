// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.util.stream.Stream;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.DelegationStore;
import org.postern.accounts.Ending;
import org.postern.accounts.Endings;
import org.postern.bridge.UserNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Who may act for whom, in one table of the server's database. A person is the same in all spellings of their name. Who may not any
 * more does not go on in a session that has begun. James publishes such a store only for Cassandra and for memory.
 */
final class DelegationTable implements DelegationStore {

    private static final String TABLE = "POSTERN_DELEGATION";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (OWNER_NAME VARCHAR(255) NOT NULL, DELEGATE_NAME VARCHAR(255) NOT NULL,"
        + " PRIMARY KEY (OWNER_NAME, DELEGATE_NAME))";

    private final Database database;
    private final Endings endings;

    @Inject
    DelegationTable(Database database, Endings endings) {
        this.database = database;
        this.endings = endings;
        database.createIfMissing(TABLE, CREATE);
    }

    @Override
    public Publisher<Username> authorizedUsers(Username owner) {
        return names("SELECT DELEGATE_NAME FROM " + TABLE + " WHERE OWNER_NAME = ?1", owner);
    }

    @Override
    public Publisher<Username> delegatedUsers(Username delegate) {
        return names("SELECT OWNER_NAME FROM " + TABLE + " WHERE DELEGATE_NAME = ?1", delegate);
    }

    @Override
    public Publisher<Void> clear(Username owner) {
        return Flux.from(authorizedUsers(owner)).concatMap(delegate -> removeAuthorizedUser(owner, delegate)).then();
    }

    @Override
    public Publisher<Void> addAuthorizedUser(Username owner, Username delegate) {
        return Flux.from(authorizedUsers(owner))
            .any(present -> UserNames.areSame(present, delegate))
            .filter(present -> !present)
            .flatMap(absent -> change("INSERT INTO " + TABLE + " (OWNER_NAME, DELEGATE_NAME) VALUES (?1, ?2)",
                owner, delegate));
    }

    @Override
    public Publisher<Void> removeAuthorizedUser(Username owner, Username delegate) {
        return Flux.fromIterable(UserNames.spellings(owner))
            .concatMap(one -> Flux.fromIterable(UserNames.spellings(delegate))
                .concatMap(other -> change("DELETE FROM " + TABLE + " WHERE OWNER_NAME = ?1 AND DELEGATE_NAME = ?2", one, other)))
            .then(blocking(() -> endings.announce(Ending.ofDelegation(owner, delegate))));
    }

    @Override
    public Publisher<Void> removeDelegatedUser(Username delegate, Username owner) {
        return removeAuthorizedUser(owner, delegate);
    }

    /** To be called when a person is removed: they act for nobody any more, and nobody for them. */
    void forget(Username person) {
        for (Username spelling : UserNames.spellings(person)) {
            String name = spelling.asString();
            database.change("DELETE FROM " + TABLE + " WHERE OWNER_NAME = ?1 OR DELEGATE_NAME = ?2", name, name);
        }
    }

    private Flux<Username> names(String sql, Username username) {
        return Flux.fromIterable(UserNames.spellings(username))
            .concatMap(spelling -> Mono.fromCallable(() -> database.query(sql, spelling.asString()))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapIterable(rows -> rows))
            .map(row -> Username.of(String.valueOf(row[0])));
    }

    private Mono<Void> change(String sql, Username... parameters) {
        return blocking(() -> database.change(sql, Stream.of(parameters).map(Username::asString).toArray()));
    }

    private static Mono<Void> blocking(Runnable work) {
        return Mono.fromRunnable(work).subscribeOn(Schedulers.boundedElastic()).then();
    }
}
