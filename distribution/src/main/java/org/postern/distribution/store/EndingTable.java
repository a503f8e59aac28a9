// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.inject.Inject;

import org.postern.accounts.Ending;
import org.postern.accounts.EndingStore;

/** What the nodes of this server tell each other has ended, in one table of its database. What is old is removed by the next one. */
final class EndingTable implements EndingStore {
    private static final String TABLE = "POSTERN_ENDING";
    private static final String CREATE = "CREATE TABLE " + TABLE + " (NODE VARCHAR(36) NOT NULL, MOMENT BIGINT NOT NULL,"
        + " KIND VARCHAR(20) NOT NULL, PERSON VARCHAR(320) NOT NULL, NAME VARCHAR(320) NOT NULL, TOLD BIGINT NOT NULL,"
        + " PRIMARY KEY (NODE, MOMENT))";
    /** Longer than a node is out of reach that still has sessions. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Database database;

    @Inject
    EndingTable(Database database) {
        this.database = database;
        database.createIfMissing(TABLE, CREATE);
    }

    @Override
    public void tell(Told told) {
        Ending ending = told.ending();
        database.change("DELETE FROM " + TABLE + " WHERE TOLD < ?1", told.at().minus(KEPT).toEpochMilli());
        database.change("INSERT INTO " + TABLE + " (NODE, MOMENT, KIND, PERSON, NAME, TOLD) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            told.node(), told.number(), ending.kind().name(), ending.account(), ending.name(), told.at().toEpochMilli());
    }

    @Override
    public List<Told> since(Instant when) {
        return database.query("SELECT NODE, MOMENT, KIND, PERSON, NAME, TOLD FROM " + TABLE + " WHERE TOLD >= ?1", when.toEpochMilli())
            .stream().map(row -> new Told((String) row[0], ((Number) row[1]).longValue(),
                new Ending(Ending.Kind.valueOf((String) row[2]), (String) row[3], (String) row[4]),
                Instant.ofEpochMilli(((Number) row[5]).longValue())))
            .toList();
    }
}
