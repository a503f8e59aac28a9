// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.persistence.PersistenceException;

import org.postern.bridge.trace.TraceEvent;
import org.postern.distribution.store.Database;

/** What happened to messages, in one table of the server's database, which all nodes of a site write. */
@Singleton
class TraceTable {

    /** Rows that are removed in one transaction. */
    static final int AT_ONCE = 1000;
    private static final String TABLE = "POSTERN_TRACE";
    private static final List<String> NAMES = List.of("MESSAGE_ID", "ACCOUNT", "ADDRESS");
    /** Rows of one story, and of one name, that are looked at: nobody reads more. */
    private static final int MOST = 2000;

    private final Database database;

    @Inject
    TraceTable(Database database) {
        this.database = database;
        String name = " VARCHAR(" + TraceRow.LONGEST_NAME + "), ";
        database.createIfMissing(TABLE, Stream.concat(
            Stream.of("CREATE TABLE " + TABLE + " (STORY" + name + "AT_MILLIS BIGINT NOT NULL, " + String.join(name, NAMES) + name
                    + "EVENTS VARCHAR(" + TraceRow.LONGEST_EVENTS + "))",
                index("STORY"), index("AT_MILLIS")),
            NAMES.stream().map(column -> "CREATE INDEX " + TABLE + "_" + column + " ON " + TABLE + " (" + column + ", AT_MILLIS DESC)"))
            .toArray(String[]::new));
    }

    private static String index(String column) {
        return "CREATE INDEX " + TABLE + "_" + column + " ON " + TABLE + " (" + column + ")";
    }

    /**
     * In one transaction.
     *
     * @throws PersistenceException when it cannot be kept now; nothing of it is
     */
    void add(List<TraceEvent> events) {
        database.insertAll("INSERT INTO " + TABLE + " (STORY, AT_MILLIS, MESSAGE_ID, ACCOUNT, ADDRESS, EVENTS) VALUES (?, ?, ?, ?, ?, ?)",
            TraceRow.of(events).stream().map(row -> new Object[] {row.story(), row.at(), row.messageId(), row.account(), row.address(),
                row.events()}).toList());
    }

    /** In the order of time; none when there is no such story. */
    List<TraceEvent> events(String story) {
        return database.query("SELECT EVENTS, AT_MILLIS FROM " + TABLE + " WHERE STORY = ?1 ORDER BY AT_MILLIS FETCH FIRST " + MOST
                + " ROWS ONLY", story).stream()
            .map(row -> (String) row[0])
            .filter(events -> events != null && !events.isEmpty())
            .flatMap(events -> TraceJson.read(events, story).stream())
            .sorted(Comparator.comparing(TraceEvent::at))
            .toList();
    }

    /**
     * The stories that have this name, be it of a message, an account, a sender or a recipient.
     *
     * @param since the last time at least
     * @return the newest first
     */
    Collection<String> stories(String name, Instant since) {
        Map<String, Long> found = new LinkedHashMap<>();
        for (String column : NAMES) {
            database.query("SELECT STORY, AT_MILLIS FROM " + TABLE + " WHERE " + column + " = ?1 AND AT_MILLIS >= ?2"
                    + " ORDER BY AT_MILLIS DESC FETCH FIRST " + MOST + " ROWS ONLY", TraceRow.name(name), since.toEpochMilli())
                .forEach(row -> found.merge((String) row[0], ((Number) row[1]).longValue(), Math::max));
        }
        return found.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).map(Map.Entry::getKey).toList();
    }

    /**
     * Removes the oldest of what is older.
     *
     * @return whether there is more of it
     */
    boolean removeSomeBefore(Instant when) {
        List<Object[]> last = database.query("SELECT AT_MILLIS FROM " + TABLE + " WHERE AT_MILLIS < ?1 ORDER BY AT_MILLIS OFFSET "
            + (AT_ONCE - 1) + " ROWS FETCH NEXT 1 ROWS ONLY", when.toEpochMilli());
        long until = last.isEmpty() ? when.toEpochMilli() : ((Number) last.get(0)[0]).longValue() + 1;
        database.change("DELETE FROM " + TABLE + " WHERE AT_MILLIS < ?1", until);
        return !last.isEmpty();
    }
}
