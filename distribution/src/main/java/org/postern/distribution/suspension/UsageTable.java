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
        changed.forEach((account, used) -> {
            String name = UserNames.identifier(account);
            long at = used.at().toEpochMilli();
            if (database.change("UPDATE " + TABLE + " SET USED = ?1, AT_MILLIS = ?2 WHERE USERNAME = ?3", used.text(), at, name) == 0) {
                database.change("INSERT INTO " + TABLE + " (USERNAME, USED, AT_MILLIS) VALUES (?1, ?2, ?3)", name, used.text(), at);
            }
        });
    }
}
