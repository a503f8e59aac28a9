// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.inject.Inject;

import org.postern.accounts.KnownNetworks;
import org.postern.accounts.Network;
import org.postern.distribution.store.Database.Statement;
import org.postern.distribution.store.Database.Upsert;

/** From where people have logged in, in one table of the server's database. */
final class KnownNetworkTable implements KnownNetworks {

    private static final String TABLE = "POSTERN_KNOWN_NETWORK";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (NETWORK VARCHAR(64) NOT NULL, ACCOUNT VARCHAR(320) NOT NULL, LAST_LOGIN BIGINT NOT NULL, PRIMARY KEY (NETWORK, ACCOUNT))";

    private final Database database;

    @Inject
    KnownNetworkTable(Database database) {
        this.database = database;
        database.createIfMissing(TABLE, CREATE);
    }

    @Override
    public Map<String, Instant> at(Network network) {
        return database.query("SELECT ACCOUNT, LAST_LOGIN FROM " + TABLE + " WHERE NETWORK = ?1", network.text()).stream()
            .collect(Collectors.toMap(row -> (String) row[0], row -> Instant.ofEpochSecond(((Number) row[1]).longValue())));
    }

    @Override
    public void remember(String account, Network network, Instant when) {
        database.upsert(List.of(new Upsert(
            Statement.of("UPDATE " + TABLE + " SET LAST_LOGIN = ?3 WHERE NETWORK = ?1 AND ACCOUNT = ?2",
                network.text(), account, when.getEpochSecond()),
            Statement.of("INSERT INTO " + TABLE + " (NETWORK, ACCOUNT, LAST_LOGIN) VALUES (?1, ?2, ?3)",
                network.text(), account, when.getEpochSecond()))));
    }

    @Override
    public void forgetBefore(Instant when) {
        database.change("DELETE FROM " + TABLE + " WHERE LAST_LOGIN < ?1", when.getEpochSecond());
    }
}
