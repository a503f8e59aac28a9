// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import javax.persistence.Query;

/**
 * Our own tables in the server's database. Plain SQL through the entity manager: an entity class would have to be enhanced at
 * build time for two columns. The SQL has to be understood by Derby and by PostgreSQL.
 */
@Singleton
public final class Database {

    private final EntityManagerFactory entityManagers;

    @Inject
    public Database(EntityManagerFactory entityManagers) {
        this.entityManagers = entityManagers;
    }

    /**
     * @param create the statement that makes the table
     * @throws PersistenceException when it cannot be made
     */
    public void createIfMissing(String table, String create) {
        transactional(manager -> {
            try {
                if (!exists(manager.unwrap(Connection.class), table)) {
                    manager.createNativeQuery(create).executeUpdate();
                }
                return table;
            } catch (SQLException e) {
                throw new PersistenceException("The table " + table + " cannot be made", e);
            }
        });
    }

    /**
     * @param sql with {@code ?1}, {@code ?2} and so on in place of the parameters
     * @return the rows
     * @throws PersistenceException when the database does not answer, or refuses
     */
    public List<Object[]> query(String sql, Object... parameters) {
        return transactional(manager -> {
            List<Object[]> rows = new ArrayList<>();
            for (Object row : prepare(manager, sql, parameters).getResultList()) {
                // A row of one column comes as its value.
                rows.add(row instanceof Object[] columns ? columns : new Object[] {row});
            }
            return rows;
        });
    }

    /**
     * @return rows changed
     * @throws PersistenceException as {@link #query} does
     */
    public int change(String sql, Object... parameters) {
        return transactional(manager -> prepare(manager, sql, parameters).executeUpdate());
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        for (String name : List.of(table, table.toLowerCase(Locale.ROOT))) {
            try (ResultSet found = connection.getMetaData().getTables(null, null, name, null)) {
                if (found.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Query prepare(EntityManager manager, String sql, Object... parameters) {
        Query query = manager.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }

    private <T> T transactional(Function<EntityManager, T> work) {
        EntityManager manager = entityManagers.createEntityManager();
        try {
            manager.getTransaction().begin();
            T result = work.apply(manager);
            manager.getTransaction().commit();
            return result;
        } finally {
            if (manager.getTransaction().isActive()) {
                manager.getTransaction().rollback();
            }
            manager.close();
        }
    }
}
