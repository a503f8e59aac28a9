// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import javax.inject.Inject;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Query;

import org.apache.james.core.Username;
import org.apache.james.user.api.DelegationStore;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Who may act for whom, in one table of the server's database. James publishes such a store only for Cassandra and
 * for memory. Plain SQL through the entity manager: an entity class would have to be enhanced at build time for
 * two columns.
 */
final class DelegationTable implements DelegationStore {

    private static final String TABLE = "POSTERN_DELEGATION";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (OWNER_NAME VARCHAR(255) NOT NULL, DELEGATE_NAME VARCHAR(255) NOT NULL,"
        + " PRIMARY KEY (OWNER_NAME, DELEGATE_NAME))";

    private final EntityManagerFactory entityManagers;

    @Inject
    DelegationTable(EntityManagerFactory entityManagers) {
        this.entityManagers = entityManagers;
        createIfMissing();
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

    private void createIfMissing() {
        transactional(manager -> {
            try {
                if (!exists(manager.unwrap(Connection.class))) {
                    manager.createNativeQuery(CREATE).executeUpdate();
                }
                return TABLE;
            } catch (SQLException e) {
                throw new IllegalStateException("The table " + TABLE + " cannot be made", e);
            }
        });
    }

    private static boolean exists(Connection connection) throws SQLException {
        for (String name : List.of(TABLE, TABLE.toLowerCase(Locale.ROOT))) {
            try (ResultSet found = connection.getMetaData().getTables(null, null, name, null)) {
                if (found.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Flux<Username> names(String sql, Username username) {
        return Mono.fromCallable(() -> transactional(manager -> prepare(manager, sql, username).getResultList()))
            .subscribeOn(Schedulers.boundedElastic())
            .flatMapIterable(rows -> (List<?>) rows)
            .map(row -> Username.of(String.valueOf(row)));
    }

    private Mono<Void> change(String sql, Username... parameters) {
        return Mono.fromRunnable(() -> transactional(manager -> prepare(manager, sql, parameters).executeUpdate()))
            .subscribeOn(Schedulers.boundedElastic())
            .then();
    }

    private static Query prepare(EntityManager manager, String sql, Username... parameters) {
        Query query = manager.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i].asString());
        }
        return query;
    }

    private <T> T transactional(Function<EntityManager, T> work) {
        EntityManager manager = entityManagers.createEntityManager();
        try {
            manager.getTransaction().begin();
            T result = work.apply(manager);
            manager.getTransaction().commit();
            return result;
        } finally {
            if (manager.getTransaction().isActive()) {
                manager.getTransaction().rollback();
            }
            manager.close();
        }
    }
}
