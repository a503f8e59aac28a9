// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.postern.accounts.Suspension;
import org.postern.accounts.sending.Used;
import org.postern.distribution.store.DerbyInMemory;

/** What is kept of an account is found again by any spelling of its name. */
class AccountTablesTest {

    private static final Username STORED = Username.of("j\u00f6rg@m\u00fcller.example");
    private static final Username TYPED = Username.of("jo\u0308rg@xn--mller-kva.example");

    @Test
    void shouldKeepOneSuspensionForAllSpellings() {
        try (DerbyInMemory derby = new DerbyInMemory()) {
            SuspensionTable table = new SuspensionTable(derby.database());
            Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
            table.put(new Suspension(STORED, "first", now));
            table.put(new Suspension(TYPED, "second", now));

            assertThat(table.all()).containsExactly(new Suspension(STORED, "second", now));
            assertThat(table.remove(TYPED)).isTrue();
            assertThat(table.all()).isEmpty();
            assertThat(table.remove(STORED)).isFalse();
        }
    }

    @Test
    void shouldKeepOneCountForAllSpellings() {
        try (DerbyInMemory derby = new DerbyInMemory()) {
            UsageTable table = new UsageTable(derby.database());
            table.save(Map.of(STORED, new Used(Clock.systemUTC().instant(), Map.of())));

            assertThat(table.find(TYPED)).isPresent();
            assertThat(table.find(Username.of("ann@example.org"))).isEmpty();
        }
    }
}
