// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.postern.accounts.AddressBlock;
import org.postern.accounts.AppPassword;
import org.postern.accounts.AppPasswordStore;
import org.postern.accounts.AppSecretHash;
import org.postern.bridge.UserNames;
import org.postern.distribution.store.Database.Statement;
import org.postern.submission.AddressPattern;

/** App passwords, in one table of the server's database. A time of 0 stands for none. */
final class AppPasswordTable implements AppPasswordStore {
    private static final String TABLE = "POSTERN_APP_PASSWORD";
    private static final String CREATE = "CREATE TABLE " + TABLE + " (PERSON VARCHAR(320) NOT NULL, NAME VARCHAR(40) NOT NULL,"
        + " OWNER_NAME VARCHAR(320) NOT NULL, HASH VARCHAR(100) NOT NULL, SENDERS VARCHAR(12000) NOT NULL,"
        + " NETWORKS VARCHAR(2000) NOT NULL, LISTED SMALLINT NOT NULL, CREATED BIGINT NOT NULL, EXPIRES BIGINT NOT NULL,"
        + " USED BIGINT NOT NULL, USED_FROM VARCHAR(64) NOT NULL, PRIMARY KEY (PERSON, NAME))";
    private static final String COLUMNS =
        "OWNER_NAME, NAME, HASH, SENDERS, NETWORKS, LISTED, CREATED, EXPIRES, USED, USED_FROM";
    private static final String SEPARATOR = "\n";

    private final Database database;

    @Inject
    AppPasswordTable(Database database) {
        this.database = database;
        database.createIfMissing(TABLE, CREATE);
    }

    @Override
    public List<AppPassword> of(Username owner) {
        return database.query("SELECT " + COLUMNS + " FROM " + TABLE + " WHERE PERSON = ?1 ORDER BY CREATED, NAME",
                UserNames.identifier(owner)).stream()
            .map(AppPasswordTable::read)
            .toList();
    }

    @Override
    public boolean add(AppPassword password) {
        String person = UserNames.identifier(password.owner());
        AppPassword.Limits limits = password.limits();
        return database.insertIfMissing(
            Statement.of("SELECT NAME FROM " + TABLE + " WHERE PERSON = ?1 AND NAME = ?2", person, password.name()),
            Statement.of("INSERT INTO " + TABLE + " (PERSON, " + COLUMNS + ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, '')",
                person, password.owner().asString(), password.name(), password.hash().text(),
                joined(limits.senders(), AddressPattern::text), joined(limits.networks(), AddressBlock::text),
                password.listed() ? 1 : 0, password.created().toEpochMilli(), limits.expires().map(Instant::toEpochMilli).orElse(0L)));
    }

    @Override
    public boolean remove(Username owner, String name) {
        return database.change("DELETE FROM " + TABLE + " WHERE PERSON = ?1 AND NAME = ?2", UserNames.identifier(owner), name) > 0;
    }

    @Override
    public void removeAll(Username owner) {
        database.change("DELETE FROM " + TABLE + " WHERE PERSON = ?1", UserNames.identifier(owner));
    }

    @Override
    public void used(Username owner, String name, AppPassword.Use use) {
        database.change("UPDATE " + TABLE + " SET USED = ?1, USED_FROM = ?2 WHERE PERSON = ?3 AND NAME = ?4",
            use.at().toEpochMilli(), use.from(), UserNames.identifier(owner), name);
    }

    private static AppPassword read(Object[] row) {
        AppPassword.Limits limits = new AppPassword.Limits(split(row[3], AddressPattern::parse), split(row[4], AddressBlock::parse),
            time(row[7]));
        return new AppPassword(Username.of(row[0].toString()), row[1].toString(), AppSecretHash.parse(row[2].toString()), limits,
            ((Number) row[5]).intValue() != 0, time(row[6]).orElse(Instant.EPOCH),
            time(row[8]).map(at -> new AppPassword.Use(at, row[9].toString())));
    }

    private static Optional<Instant> time(Object millis) {
        return Optional.of(((Number) millis).longValue()).filter(time -> time > 0).map(Instant::ofEpochMilli);
    }

    private static <T> String joined(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(SEPARATOR));
    }

    private static <T> List<T> split(Object text, Function<String, T> parser) {
        return text.toString().lines().map(parser).toList();
    }
}
