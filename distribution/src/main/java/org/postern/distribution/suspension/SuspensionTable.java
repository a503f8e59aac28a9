// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.postern.accounts.Suspension;
import org.postern.accounts.SuspensionStore;
import org.postern.bridge.UserNames;
import org.postern.distribution.store.Database;

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
        String reason = suspension.reason().substring(0, Math.min(LONGEST_REASON, suspension.reason().length()));
        long since = suspension.since().getEpochSecond();
        boolean isThere = forAnySpelling(suspension.username(), name ->
            database.change("UPDATE " + TABLE + " SET REASON = ?1, SINCE = ?2 WHERE USERNAME = ?3", reason, since, name));
        if (!isThere) {
            database.change("INSERT INTO " + TABLE + " (USERNAME, REASON, SINCE) VALUES (?1, ?2, ?3)",
                suspension.username().asString(), reason, since);
        }
    }

    @Override
    public boolean remove(Username username) {
        return forAnySpelling(username, name -> database.change("DELETE FROM " + TABLE + " WHERE USERNAME = ?1", name));
    }

    private static boolean forAnySpelling(Username username, ToIntFunction<String> change) {
        return UserNames.spellings(username).stream().map(Username::asString).mapToInt(change).sum() > 0;
    }
}
