// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.postern.accounts.sending.UsageStore;
import org.postern.accounts.sending.Used;
import org.postern.bridge.UserNames;
import org.postern.distribution.store.Database;
import org.postern.distribution.store.Database.Statement;
import org.postern.distribution.store.Database.Upsert;

/** What accounts have sent, in one table of the server's database. What is older than any limit is removed at the start. */
final class UsageTable implements UsageStore {

    private static final String TABLE = "POSTERN_USAGE";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (USERNAME VARCHAR(255) NOT NULL PRIMARY KEY, USED VARCHAR(1000) NOT NULL, AT_MILLIS BIGINT NOT NULL)";
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Database database;

    @Inject
    UsageTable(Database database) {
        this.database = database;
        database.createIfMissing(TABLE, CREATE);
        database.change("DELETE FROM " + TABLE + " WHERE AT_MILLIS < ?1", Instant.now().minus(LONGEST).toEpochMilli());
    }

    @Override
    public Optional<Used> find(Username account) {
        return database.query("SELECT USED, AT_MILLIS FROM " + TABLE + " WHERE USERNAME = ?1", UserNames.identifier(account)).stream()
            .findFirst()
            .map(row -> Used.parse(Instant.ofEpochMilli(((Number) row[1]).longValue()), (String) row[0]));
    }

    @Override
    public void save(Map<Username, Used> changed) {
        // In the same order on all nodes, so that no two wait for each other.
        database.upsert(changed.entrySet().stream()
            .map(entry -> Map.entry(UserNames.identifier(entry.getKey()), entry.getValue()))
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> upsert(entry.getKey(), entry.getValue()))
            .toList());
    }

    private static Upsert upsert(String account, Used used) {
        long at = used.at().toEpochMilli();
        return new Upsert(
            Statement.of("UPDATE " + TABLE + " SET USED = ?2, AT_MILLIS = ?3 WHERE USERNAME = ?1", account, used.text(), at),
            Statement.of("INSERT INTO " + TABLE + " (USERNAME, USED, AT_MILLIS) VALUES (?1, ?2, ?3)", account, used.text(), at));
    }
}
