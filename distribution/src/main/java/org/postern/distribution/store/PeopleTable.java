// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;

import com.google.common.base.Suppliers;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.Configurable;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.UsersDAO;
import org.postern.accounts.Password;
import org.postern.accounts.ScramVerifier;

/** People and what is kept of their passwords, in one table of the server's database; and those whom James's own table still has. */
final class PeopleTable implements UsersDAO, Configurable {
    private static final String TABLE = "POSTERN_PERSON";
    private static final String CREATE = "CREATE TABLE " + TABLE
        + " (USER_NAME VARCHAR(320) NOT NULL PRIMARY KEY, VERIFIER VARCHAR(200) NOT NULL)";
    private static final String ALL_NAMES = "SELECT USER_NAME FROM " + TABLE + " UNION SELECT USER_NAME FROM " + LeftPeople.TABLE;
    /** Nobody is added by this who has been removed in the meantime. */
    private static final String MOVE = "INSERT INTO " + TABLE + " (USER_NAME, VERIFIER) SELECT USER_NAME, CAST(?1 AS VARCHAR(200)) FROM "
        + LeftPeople.TABLE + " WHERE USER_NAME = ?2";

    /** Of each verifier what stands between the name of its algorithm and a colon: four digits or more. */
    private static final String ITERATIONS = "SELECT ITERATIONS, COUNT(*) FROM (SELECT CASE"
        + " WHEN VERIFIER LIKE 'SCRAM-SHA-256$____:%' THEN SUBSTR(VERIFIER, 15, 4)"
        + " WHEN VERIFIER LIKE 'SCRAM-SHA-256$_____:%' THEN SUBSTR(VERIFIER, 15, 5)"
        + " WHEN VERIFIER LIKE 'SCRAM-SHA-256$______:%' THEN SUBSTR(VERIFIER, 15, 6)"
        + " WHEN VERIFIER LIKE 'SCRAM-SHA-256$_______:%' THEN SUBSTR(VERIFIER, 15, 7)"
        + " ELSE SUBSTR(VERIFIER, 15, 8) END AS ITERATIONS FROM " + TABLE + ") AS VERIFIERS GROUP BY ITERATIONS";
    /** They change with logins, and the whole table is read for them. */
    private static final Duration ITERATIONS_KEPT = Duration.ofMinutes(10);

    private final Database database;
    private final LeftPeople left;
    private final Supplier<Map<Integer, Long>> iterations =
        Suppliers.memoizeWithExpiration(this::countIterations, ITERATIONS_KEPT.toSeconds(), TimeUnit.SECONDS);
    private PasswordScheme scheme;

    @Inject
    PeopleTable(Database database, EntityManagerFactory entityManagers) {
        this.database = database;
        this.left = new LeftPeople(database, entityManagers);
        database.createIfMissing(TABLE, CREATE);
    }

    @Override
    public void configure(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        scheme = PasswordScheme.parse(file);
    }

    PasswordScheme scheme() {
        return scheme;
    }

    Optional<Kept> find(Username name) throws UsersRepositoryException {
        return asking(() -> {
            List<Object[]> rows = database.query("SELECT VERIFIER FROM " + TABLE + " WHERE USER_NAME = ?1", name.asString());
            return rows.isEmpty() ? left.find(name) : Optional.of(new Kept.AsVerifier(verifier(name, rows.get(0)[0].toString())));
        });
    }

    /** How many verifiers have each number of iterations; minutes old. */
    Map<Integer, Long> iterations() throws UsersRepositoryException {
        return asking(iterations::get);
    }

    private Map<Integer, Long> countIterations() {
        return database.query(ITERATIONS).stream()
            .collect(Collectors.toUnmodifiableMap(row -> Integer.valueOf(row[0].toString()), row -> ((Number) row[1]).longValue()));
    }

    /** See {@link LeftPeople#algorithm}. */
    Optional<String> algorithmOfThoseLeft() throws UsersRepositoryException {
        return asking(left::algorithm);
    }

    /** Keeps the same password in another way, unless it has been changed since it was read. */
    void renew(Username name, Kept before, ScramVerifier after) throws UsersRepositoryException {
        asking(() -> {
            if (before instanceof Kept.AsVerifier old) {
                return database.change("UPDATE " + TABLE + " SET VERIFIER = ?1 WHERE USER_NAME = ?2 AND VERIFIER = ?3",
                    after.text(), name.asString(), old.verifier().text());
            }
            int moved = database.change(MOVE + " AND PASSWORD = ?3", after.text(), name.asString(), ((Kept.ByJames) before).hash());
            return moved > 0 && left.remove(name);
        });
    }

    @Override
    public Optional<Person> getUserByName(Username name) throws UsersRepositoryException {
        return find(name).map(kept -> new Person(name, kept, scheme));
    }

    @Override
    public void updateUser(User user) throws UsersRepositoryException {
        if (!(user instanceof Person person)) {
            throw new UsersRepositoryException(user.getUserName().asString() + " is no person of this database");
        }
        if (person.kept() instanceof Kept.AsVerifier changed) {
            String verifier = changed.verifier().text();
            String name = person.getUserName().asString();
            boolean found = asking(() ->
                database.change("UPDATE " + TABLE + " SET VERIFIER = ?1 WHERE USER_NAME = ?2", verifier, name) > 0
                    || database.change(MOVE, verifier, name) > 0 && left.remove(person.getUserName()));
            if (!found) {
                throw new UsersRepositoryException("User " + name + " not found");
            }
        }
    }

    @Override
    public void removeUser(Username name) throws UsersRepositoryException {
        boolean found = asking(() ->
            left.remove(name) | database.change("DELETE FROM " + TABLE + " WHERE USER_NAME = ?1", name.asString()) > 0);
        if (!found) {
            throw new UsersRepositoryException("User " + name.asString() + " does not exist");
        }
    }

    @Override
    public boolean contains(Username name) throws UsersRepositoryException {
        return asking(() -> !database.query("SELECT USER_NAME FROM " + TABLE + " WHERE USER_NAME = ?1 UNION SELECT USER_NAME FROM "
            + LeftPeople.TABLE + " WHERE USER_NAME = ?2", name.asString(), name.asString()).isEmpty());
    }

    @Override
    public int countUsers() throws UsersRepositoryException {
        return asking(() -> database.query(ALL_NAMES).size());
    }

    @Override
    public Iterator<Username> list() throws UsersRepositoryException {
        return asking(() -> database.query(ALL_NAMES).stream().map(row -> Username.of(row[0].toString())).toList().iterator());
    }

    @Override
    public void addUser(Username name, String password) throws UsersRepositoryException {
        String verifier = scheme.keep(Password.of(password)).text();
        if (contains(name)) {
            throw new UsersRepositoryException("User " + name.asString() + " already exists");
        }
        asking(() -> database.change("INSERT INTO " + TABLE + " (USER_NAME, VERIFIER) VALUES (?1, ?2)", name.asString(), verifier));
    }

    private static ScramVerifier verifier(Username name, String text) throws UsersRepositoryException {
        return ScramVerifier.parse(text).orElseThrow(() ->
            new UsersRepositoryException("What the database has as the password of " + name.asString() + " is no SCRAM verifier"));
    }

    private static <T> T asking(Callable<T> question) throws UsersRepositoryException {
        try {
            return question.call();
        } catch (UsersRepositoryException e) {
            throw e;
        } catch (PersistenceException e) {
            throw new UsersRepositoryException("The table of people cannot be read or written now", e);
        } catch (Exception e) {
            throw new UsersRepositoryException("The people cannot be asked for", e);
        }
    }
}
