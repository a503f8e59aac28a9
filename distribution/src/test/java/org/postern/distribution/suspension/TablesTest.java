// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.postern.accounts.Suspension;
import org.postern.accounts.sending.Limit;
import org.postern.accounts.sending.Used;
import org.postern.distribution.store.Database;
import org.postern.distribution.store.DerbyInMemory;

class TablesTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void shouldKeepSuspensionsAndWhatWasSent() {
        try (DerbyInMemory derby = new DerbyInMemory()) {
            Database database = new Database(derby.entityManagers());
            suspensions(new SuspensionTable(database));
            usages(new UsageTable(database));
        }
    }

    private static void suspensions(SuspensionTable table) {
        Suspension byHand = new Suspension(ANN, "password on a list", NOW.minusSeconds(60));
        Suspension byAlert = new Suspension(ANN, "alert", NOW);

        table.put(byAlert);
        table.put(byHand);
        assertThat(table.add(byAlert)).isFalse();
        assertThat(table.add(new Suspension(BOB, "", NOW))).isTrue();

        assertThat(table.all()).containsExactlyInAnyOrder(byHand, new Suspension(BOB, "", NOW));
        assertThat(table.remove(ANN)).isTrue();
        assertThat(table.remove(ANN)).isFalse();
    }

    private static void usages(UsageTable table) {
        table.save(Map.of(ANN, used(1), BOB, used(2)));
        table.save(Map.of(ANN, used(3)));

        assertThat(table.find(ANN)).contains(used(3));
        assertThat(table.find(BOB)).contains(used(2));
        assertThat(table.find(Username.of("carol@example.org"))).isEmpty();
    }

    private static Used used(long messages) {
        return new Used(NOW, Map.of(Limit.MESSAGES_PER_HOUR, messages));
    }
}
