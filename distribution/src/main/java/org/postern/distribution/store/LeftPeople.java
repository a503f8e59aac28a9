// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.util.List;
import java.util.Optional;

import javax.persistence.EntityManagerFactory;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.jpa.JPAUsersDAO;
import org.apache.james.user.jpa.model.JPAUser;

/** People whom James's own table still has: each until their next login, or until their password is set. */
final class LeftPeople {
    static final String TABLE = "JAMES_USER";

    private final Database database;
    private final JPAUsersDAO james = new JPAUsersDAO();

    LeftPeople(Database database, EntityManagerFactory entityManagers) {
        this.database = database;
        james.setEntityManagerFactory(entityManagers);
    }

    Optional<Kept> find(Username name) throws UsersRepositoryException {
        List<Object[]> hash = database.query("SELECT PASSWORD FROM " + TABLE + " WHERE USER_NAME = ?1", name.asString());
        Optional<User> user = hash.isEmpty() ? Optional.empty() : james.getUserByName(name);
        return user.map(found -> new Kept.ByJames(found, hash.get(0)[0].toString()));
    }

    /** The algorithm of one of them, and of all as a rule; empty when nobody is left. */
    Optional<String> algorithm() {
        return database.query("SELECT PASSWORD_HASH_ALGORITHM FROM " + TABLE + " FETCH FIRST ROW ONLY").stream()
            .findFirst()
            .map(row -> row[0].toString());
    }

    /** Takes as long as to test the password of one who is left. */
    static void testNobody(String algorithm, String password) {
        new JPAUser("nobody", password, algorithm);
    }

    boolean remove(Username name) {
        return database.change("DELETE FROM " + TABLE + " WHERE USER_NAME = ?1", name.asString()) > 0;
    }
}
