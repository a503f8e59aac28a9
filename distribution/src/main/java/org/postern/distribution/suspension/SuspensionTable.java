// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.postern.accounts.Suspension;
import org.postern.accounts.SuspensionStore;
import org.postern.bridge.UserNames;
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
        Statement update = new Statement("UPDATE " + TABLE + " SET REASON = ?1, SINCE = ?2 WHERE " + anySpelling(suspension.username(), 3),
            Stream.concat(Stream.of(columns(suspension)).skip(1), spellings(suspension.username())).toList());
        database.upsert(List.of(new Upsert(update, insert(suspension))));
    }

    @Override
    public boolean add(Suspension suspension) {
        Username username = suspension.username();
        Statement find = new Statement("SELECT USERNAME FROM " + TABLE + " WHERE " + anySpelling(username, 1),
            List.copyOf(spellings(username).toList()));
        return database.insertIfMissing(find, insert(suspension));
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
        return forAnySpelling(username, name -> database.change("DELETE FROM " + TABLE + " WHERE USERNAME = ?1", name));
    }

    private static boolean forAnySpelling(Username username, ToIntFunction<String> change) {
        return spellings(username).mapToInt(change).sum() > 0;
    }

    private static Stream<String> spellings(Username username) {
        return UserNames.spellings(username).stream().map(Username::asString);
    }

    /** @param first the number of the parameter with the first spelling */
    private static String anySpelling(Username username, int first) {
        int end = first + UserNames.spellings(username).size();
        return IntStream.range(first, end).mapToObj(number -> "?" + number).collect(Collectors.joining(", ", "USERNAME IN (", ")"));
    }
}
