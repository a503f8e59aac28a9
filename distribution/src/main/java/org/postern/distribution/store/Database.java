// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import javax.persistence.Query;

import org.apache.openjpa.persistence.OpenJPAEntityManager;
import org.apache.openjpa.persistence.OpenJPAPersistence;

/**
 * Our own tables in the server's database. Plain SQL through the entity manager: an entity class would have to be enhanced at
 * build time for two columns. The SQL has to be understood by Derby and by PostgreSQL.
 */
@Singleton
public final class Database {

    /**
     * SQL with its parameters.
     *
     * @param sql with {@code ?1}, {@code ?2} and so on in their place
     */
    public record Statement(String sql, List<Object> parameters) {
        public Statement {
            parameters = List.copyOf(parameters);
        }

        public static Statement of(String sql, Object... parameters) {
            return new Statement(sql, List.of(parameters));
        }
    }

    /** A row that is changed when it is there, and made when it is not. */
    public record Upsert(Statement update, Statement insert) {
    }

    private final EntityManagerFactory entityManagers;

    @Inject
    public Database(EntityManagerFactory entityManagers) {
        this.entityManagers = entityManagers;
    }

    /**
     * @param create the statement that makes the table, and those that make its indexes
     * @throws PersistenceException when it cannot be made
     */
    public void createIfMissing(String table, String... create) {
        if (exists(table)) {
            return;
        }
        try {
            transactional(manager -> {
                for (String statement : create) {
                    prepare(manager, statement).executeUpdate();
                }
                return table;
            });
        } catch (PersistenceException e) {
            // Another node that starts now may have been faster.
            if (!exists(table)) {
                throw e;
            }
        }
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

    /** Always true; what keeps it from answering is thrown, as by {@link #query}. */
    public boolean answers() {
        return query("SELECT 1 FROM JAMES_DOMAIN WHERE 1 = 0").isEmpty();
    }

    /**
     * @return rows changed
     * @throws PersistenceException as {@link #query} does
     */
    public int change(String sql, Object... parameters) {
        return transactional(manager -> prepare(manager, sql, parameters).executeUpdate());
    }

    /**
     * All in one transaction, and in one go.
     *
     * @param sql with {@code ?} in place of each parameter
     * @param rows the parameters of each row
     * @throws PersistenceException as {@link #query} does; nothing is inserted then
     */
    public void insertAll(String sql, List<Object[]> rows) {
        transactional(manager -> {
            OpenJPAEntityManager openJpa = OpenJPAPersistence.cast(manager);
            // Without it the connection would commit each row.
            openJpa.beginStore();
            try (Connection connection = (Connection) openJpa.getConnection();
                    PreparedStatement insert = connection.prepareStatement(sql)) {
                for (Object[] row : rows) {
                    for (int i = 0; i < row.length; i++) {
                        insert.setObject(i + 1, row[i]);
                    }
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            } catch (SQLException e) {
                throw new PersistenceException(e);
            }
        });
    }

    /**
     * All in one transaction. Another node may make the same row between an update and an insert; so what fails is tried once more.
     *
     * @throws PersistenceException as {@link #query} does; nothing is changed then
     */
    public void upsert(List<Upsert> rows) {
        try {
            upsertOnce(rows);
        } catch (PersistenceException e) {
            upsertOnce(rows);
        }
    }

    private void upsertOnce(List<Upsert> rows) {
        transactional(manager -> {
            for (Upsert row : rows) {
                if (prepare(manager, row.update()).executeUpdate() == 0) {
                    prepare(manager, row.insert()).executeUpdate();
                }
            }
            return rows;
        });
    }

    /**
     * @param find the row, if it is there
     * @param insert makes it
     * @return false when it was there, or has just been made by somebody else
     * @throws PersistenceException as {@link #query} does
     */
    public boolean insertIfMissing(Statement find, Statement insert) {
        if (isThere(find)) {
            return false;
        }
        try {
            return transactional(manager -> prepare(manager, insert).executeUpdate()) > 0;
        } catch (PersistenceException e) {
            if (isThere(find)) {
                return false;
            }
            throw e;
        }
    }

    private boolean isThere(Statement find) {
        return !transactional(manager -> prepare(manager, find).getResultList()).isEmpty();
    }

    /** Whether our statements find it: another schema may have a table of that name too. */
    private boolean exists(String table) {
        try {
            query("SELECT 1 FROM " + table + " WHERE 1 = 0");
            return true;
        } catch (PersistenceException e) {
            return false;
        }
    }

    private static Query prepare(EntityManager manager, Statement statement) {
        return prepare(manager, statement.sql(), statement.parameters().toArray());
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
