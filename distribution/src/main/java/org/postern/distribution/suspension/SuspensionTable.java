// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.time.Instant;
import java.util.List;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.postern.accounts.Suspension;
import org.postern.accounts.SuspensionStore;
import org.postern.distribution.store.Database;
import org.postern.distribution.store.Database.Statement;
import org.postern.distribution.store.Database.Upsert;

/** Suspensions in one table of the server's database. */
final class SuspensionTable implements SuspensionStore {

    private static final String TABLE = "POSTERN_SUSPENSION";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (USERNAME VARCHAR(255) NOT NULL PRIMARY KEY, REASON VARCHAR(1000) NOT NULL, SINCE BIGINT NOT NULL)";
    private static final int LONGEST_REASON = 1000;

    private final Database database;

    @Inject
    SuspensionTable(Database database) {
        this.database = database;
        database.createIfMissing(TABLE, CREATE);
    }

    @Override
    public List<Suspension> all() {
        return database.query("SELECT USERNAME, REASON, SINCE FROM " + TABLE).stream()
            .map(row -> new Suspension(Username.of((String) row[0]), (String) row[1],
                Instant.ofEpochSecond(((Number) row[2]).longValue())))
            .toList();
    }

    @Override
    public void put(Suspension suspension) {
        Statement update = Statement.of("UPDATE " + TABLE + " SET REASON = ?2, SINCE = ?3 WHERE USERNAME = ?1", columns(suspension));
        database.upsert(List.of(new Upsert(update, insert(suspension))));
    }

    @Override
    public boolean add(Suspension suspension) {
        return database.insertIfMissing(
            Statement.of("SELECT USERNAME FROM " + TABLE + " WHERE USERNAME = ?1", suspension.username().asString()), insert(suspension));
    }

    private static Statement insert(Suspension suspension) {
        return Statement.of("INSERT INTO " + TABLE + " (USERNAME, REASON, SINCE) VALUES (?1, ?2, ?3)", columns(suspension));
    }

    private static Object[] columns(Suspension suspension) {
        String reason = suspension.reason().substring(0, Math.min(LONGEST_REASON, suspension.reason().length()));
        return new Object[] {suspension.username().asString(), reason, suspension.since().getEpochSecond()};
    }

    @Override
    public boolean remove(Username username) {
        return database.change("DELETE FROM " + TABLE + " WHERE USERNAME = ?1", username.asString()) > 0;
    }
}
