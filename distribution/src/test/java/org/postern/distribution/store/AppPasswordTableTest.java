// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.postern.accounts.AddressBlock;
import org.postern.accounts.AppPassword;
import org.postern.accounts.AppPassword.Limits;
import org.postern.accounts.AppSecretHash;
import org.postern.submission.AddressPattern;

@TestInstance(Lifecycle.PER_CLASS)
class AppPasswordTableTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final AppSecretHash HASH = new AppSecretHash(new byte[16], new byte[32]);
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private DerbyInMemory derby;
    private AppPasswordTable table;

    @BeforeAll
    void open() {
        derby = new DerbyInMemory();
        table = new AppPasswordTable(new Database(derby.entityManagers()));
    }

    @AfterAll
    void close() {
        derby.close();
    }

    @AfterEach
    void empty() {
        derby.empty("POSTERN_APP_PASSWORD");
    }

    @Test
    void shouldReadWhatWasWritten() {
        Limits limits = new Limits(
            List.of(AddressPattern.parse("*@*.example.org"), AddressPattern.parse("\"j\u00f6 rg\"@m\u00fcller.example")),
            List.of(AddressBlock.parse("192.0.2.0/24"), AddressBlock.parse("2001:db8::7")), Optional.of(NOON.plusSeconds(60)));

        assertThat(table.add(password(ANN, "scanner", limits, true))).isTrue();
        assertThat(table.add(password(ANN, "laptop", Limits.none(), false))).isTrue();

        assertThat(new AppPasswordTable(new Database(derby.entityManagers())).of(ANN)).satisfiesExactly(
            laptop -> {
                assertThat(laptop.limits()).isEqualTo(Limits.none());
                assertThat(laptop.listed()).isFalse();
            },
            scanner -> {
                assertThat(scanner).usingRecursiveComparison().isEqualTo(password(ANN, "scanner", limits, true));
                assertThat(scanner.hash().digest()).isEqualTo(HASH.digest());
            });
    }

    @Test
    void shouldTakeTheLongestLimits() {
        String address = "x".repeat(64) + "@" + ("y".repeat(60) + ".").repeat(3) + "example";
        Limits limits = new Limits(Collections.nCopies(32, AddressPattern.parse(address)),
            Collections.nCopies(32, AddressBlock.parse("2001:db8:1111:2222:3333:4444:5555:6666/128")), Optional.empty());

        table.add(password(ANN, "n".repeat(40), limits, true));

        assertThat(table.of(ANN).get(0).limits()).isEqualTo(limits);
    }

    @Test
    void shouldKeepOneOfANameForEachPerson() {
        Username composed = Username.of("j\u00f6rg@m\u00fcller.example");
        Username other = Username.of("jo\u0308rg@xn--mller-kva.example");

        assertThat(table.add(password(ANN, "phone", Limits.none(), true))).isTrue();
        assertThat(table.add(password(ANN, "phone", Limits.none(), true))).isFalse();
        assertThat(table.add(password(composed, "phone", Limits.none(), true))).isTrue();
        assertThat(table.add(password(other, "phone", Limits.none(), true))).isFalse();

        assertThat(table.remove(other, "phone")).isTrue();
        assertThat(table.remove(composed, "phone")).isFalse();
        assertThat(table.of(ANN)).hasSize(1);
    }

    @Test
    void shouldRemoveAllOfAPersonAndNoneOfAnother() {
        Username bob = Username.of("bob@example.org");
        table.add(password(ANN, "one", Limits.none(), true));
        table.add(password(ANN, "two", Limits.none(), true));
        table.add(password(bob, "one", Limits.none(), true));

        table.removeAll(ANN);

        assertThat(table.of(ANN)).isEmpty();
        assertThat(table.of(bob)).hasSize(1);
    }

    @Test
    void shouldWriteTheLastUse() {
        table.add(password(ANN, "phone", Limits.none(), true));
        assertThat(table.of(ANN).get(0).lastUse()).isEmpty();

        table.used(ANN, "phone", new AppPassword.Use(NOON, "2001:db8::7"));

        assertThat(table.of(ANN).get(0).lastUse()).contains(new AppPassword.Use(NOON, "2001:db8::7"));
    }

    private static AppPassword password(Username owner, String name, Limits limits, boolean listed) {
        return new AppPassword(owner, name, HASH, limits, listed, NOON, Optional.empty());
    }
}
