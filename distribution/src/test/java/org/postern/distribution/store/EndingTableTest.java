// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Ending;
import org.postern.accounts.EndingStore.Told;
import org.postern.accounts.Endings;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.Opening;
import org.postern.accounts.Proof;

class EndingTableTest {
    private static final Username JOERG = Username.of("j\u00f6rg@m\u00fcller.example");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");

    @Test
    void shouldTellOfOneNodeToAnother() throws Exception {
        try (DerbyInMemory derby = new DerbyInMemory()) {
            Endings here = endings(derby);
            Endings there = endings(derby);
            Opening opening = Opening.by(new Proof(JOERG, "people"), JOERG, there.moment());

            here.announce(Ending.ofAppPassword(JOERG, "scanner"));
            here.announce(Ending.ofPassword(JOERG));
            there.refresh();

            assertThat(there.of(opening)).contains(Ending.ofPassword(JOERG));
        }
    }

    @Test
    void shouldKeepWhatWasToldOfLate() {
        try (DerbyInMemory derby = new DerbyInMemory()) {
            EndingTable table = new EndingTable(new Database(derby.entityManagers()));
            Told old = new Told("a", 1, Ending.ofAccount(JOERG), NOW.minus(Duration.ofHours(25)));
            Told app = new Told("b", 1, Ending.ofAppPassword(JOERG, "scanner"), NOW.minusMillis(1));
            Username longest = Username.of("a".repeat(200) + "@" + "b".repeat(40) + ".example");
            Told latest = new Told("b", 2, Ending.ofDelegation(JOERG, longest), NOW);
            table.tell(old);
            assertThat(table.since(Instant.EPOCH)).containsExactly(old);
            table.tell(app);
            table.tell(latest);

            assertThat(table.since(Instant.EPOCH)).containsExactlyInAnyOrder(app, latest);
            assertThat(table.since(NOW)).containsExactly(latest);
        }
    }

    private static Endings endings(DerbyInMemory derby) throws Exception {
        return new Endings(new LoginMemory(AuthenticationFile.parse(new BaseHierarchicalConfiguration())),
            new EndingTable(new Database(derby.entityManagers())));
    }
}
