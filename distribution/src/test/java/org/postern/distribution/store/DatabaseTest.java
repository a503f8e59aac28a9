// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.persistence.PersistenceException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.postern.distribution.store.Database.Statement;
import org.postern.distribution.store.Database.Upsert;

/** What several nodes may do at the same time. */
@TestInstance(Lifecycle.PER_CLASS)
class DatabaseTest {
    private static final String COLUMNS = " (K VARCHAR(20) NOT NULL PRIMARY KEY, V INTEGER NOT NULL)";
    private static final int TIMES = 20;

    private final ExecutorService nodes = Executors.newFixedThreadPool(2);
    private DerbyInMemory derby;
    private Database database;

    @BeforeAll
    void open() {
        derby = new DerbyInMemory();
        database = new Database(derby.entityManagers());
        database.createIfMissing("ROWS_OF_TEST", "CREATE TABLE ROWS_OF_TEST" + COLUMNS);
    }

    @AfterEach
    void empty() {
        derby.empty("ROWS_OF_TEST");
    }

    @AfterAll
    void close() {
        nodes.shutdownNow();
        derby.close();
    }

    @Test
    void shouldMakeARowThatTwoWriteAtOnce() {
        bothAtOnce(i -> {
            database.upsert(List.of(upsert("k" + i, i)));
            return true;
        });
        database.upsert(List.of(upsert("k0", 7), upsert("last", 8)));

        assertThat(database.query("SELECT V FROM ROWS_OF_TEST WHERE K IN ('k0', 'k1', 'last') ORDER BY K"))
            .containsExactly(new Object[] {7}, new Object[] {1}, new Object[] {8});
        assertThat(database.query("SELECT K FROM ROWS_OF_TEST")).hasSize(TIMES + 1);
    }

    @Test
    void shouldChangeNothingWhenOneOfSeveralIsWrong() {
        Upsert wrong = new Upsert(Statement.of("UPDATE ROWS_OF_TEST SET V = 1 WHERE K = ?1", "b"),
            Statement.of("INSERT INTO ROWS_OF_TEST (K) VALUES (?1)", "b"));

        assertThatThrownBy(() -> database.upsert(List.of(upsert("a", 1), wrong))).isInstanceOf(PersistenceException.class);
        assertThat(database.query("SELECT K FROM ROWS_OF_TEST")).isEmpty();
    }

    @Test
    void shouldSayToOneOfTwoThatARowIsThere() {
        List<Boolean> added = bothAtOnce(i -> database.insertIfMissing(Statement.of("SELECT K FROM ROWS_OF_TEST WHERE K = ?1", "k" + i),
            Statement.of("INSERT INTO ROWS_OF_TEST (K, V) VALUES (?1, 0)", "k" + i)));

        assertThat(added).filteredOn(one -> one).hasSize(TIMES);
        assertThatThrownBy(() -> database.insertIfMissing(Statement.of("SELECT K FROM ROWS_OF_TEST WHERE K = ?1", "new"),
            Statement.of("INSERT INTO ROWS_OF_TEST (K) VALUES (?1)", "new"))).isInstanceOf(PersistenceException.class);
    }

    @Test
    void shouldMakeATableThatTwoNodesMissAtOnce() {
        bothAtOnce(i -> {
            database.createIfMissing("MADE_" + i, "CREATE TABLE MADE_" + i + COLUMNS);
            return true;
        });

        assertThat(database.query("SELECT K FROM MADE_0")).isEmpty();
        assertThatThrownBy(() -> database.createIfMissing("WRONG", "CREATE TABLE WRONG (K NONSENSE)"))
            .isInstanceOf(PersistenceException.class);
    }

    @Test
    void shouldMakeATableThatOnlyAnotherSchemaHas() {
        database.change("CREATE SCHEMA NEIGHBOUR");
        database.change("CREATE TABLE NEIGHBOUR.SHARED_NAME" + COLUMNS);

        database.createIfMissing("SHARED_NAME", "CREATE TABLE SHARED_NAME" + COLUMNS);

        assertThat(database.query("SELECT K FROM SHARED_NAME")).isEmpty();
    }

    private static Upsert upsert(String key, int value) {
        return new Upsert(Statement.of("UPDATE ROWS_OF_TEST SET V = ?2 WHERE K = ?1", key, value),
            Statement.of("INSERT INTO ROWS_OF_TEST (K, V) VALUES (?1, ?2)", key, value));
    }

    /** Each of the times two threads begin together. */
    private List<Boolean> bothAtOnce(IntPredicate work) {
        CyclicBarrier barrier = new CyclicBarrier(2);
        return IntStream.range(0, TIMES).boxed().flatMap(i -> {
            List<CompletableFuture<Boolean>> both = Stream.of(1, 2).map(node -> CompletableFuture.supplyAsync(() -> {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return work.test(i);
            }, nodes)).toList();
            return both.stream().map(CompletableFuture::join);
        }).toList();
    }
}
