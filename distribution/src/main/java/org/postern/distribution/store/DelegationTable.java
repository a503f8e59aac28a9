// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.util.stream.Stream;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.user.api.DelegationStore;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Who may act for whom, in one table of the server's database. James publishes such a store only for Cassandra and
 * for memory.
 */
final class DelegationTable implements DelegationStore {

    private static final String TABLE = "POSTERN_DELEGATION";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (OWNER_NAME VARCHAR(255) NOT NULL, DELEGATE_NAME VARCHAR(255) NOT NULL,"
        + " PRIMARY KEY (OWNER_NAME, DELEGATE_NAME))";

    private final Database database;

    @Inject
    DelegationTable(Database database) {
        this.database = database;
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
        return change("DELETE FROM " + TABLE + " WHERE OWNER_NAME = ?1", owner);
    }

    @Override
    public Publisher<Void> addAuthorizedUser(Username owner, Username delegate) {
        return Flux.from(authorizedUsers(owner))
            .any(delegate::equals)
            .filter(present -> !present)
            .flatMap(absent -> change("INSERT INTO " + TABLE + " (OWNER_NAME, DELEGATE_NAME) VALUES (?1, ?2)",
                owner, delegate));
    }

    @Override
    public Publisher<Void> removeAuthorizedUser(Username owner, Username delegate) {
        return change("DELETE FROM " + TABLE + " WHERE OWNER_NAME = ?1 AND DELEGATE_NAME = ?2", owner, delegate);
    }

    @Override
    public Publisher<Void> removeDelegatedUser(Username delegate, Username owner) {
        return removeAuthorizedUser(owner, delegate);
    }

    private Flux<Username> names(String sql, Username username) {
        return Mono.fromCallable(() -> database.query(sql, username.asString()))
            .subscribeOn(Schedulers.boundedElastic())
            .flatMapIterable(rows -> rows)
            .map(row -> Username.of(String.valueOf(row[0])));
    }

    private Mono<Void> change(String sql, Username... parameters) {
        return Mono.fromRunnable(() -> database.change(sql, Stream.of(parameters).map(Username::asString).toArray()))
            .subscribeOn(Schedulers.boundedElastic())
            .then();
    }
}
