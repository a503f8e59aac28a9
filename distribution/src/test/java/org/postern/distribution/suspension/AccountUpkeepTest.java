// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Endings;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.NoOtherNode;
import org.postern.accounts.Suspension;
import org.postern.accounts.Suspensions;
import org.postern.accounts.SuspensionsInMemory;
import org.postern.accounts.sending.Allowances;
import org.postern.accounts.sending.SendingLimits;
import org.postern.accounts.sending.UsageStore;
import org.postern.accounts.sending.Used;
import org.postern.bridge.Identities;
import org.postern.bridge.StoreCalls;

class AccountUpkeepTest {
    private static final Username ANN = Username.of("ann@example.org");
    private static final Duration SHORT = Duration.ofMillis(1);

    private final CountDownLatch saving = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void shouldLearnOfSuspensionsWhileCountsAreKept() throws Exception {
        SuspensionsInMemory store = new SuspensionsInMemory();
        Suspensions suspensions = new Suspensions(store);
        LimitsFile file = LimitsFile.parse(FileConfigurationProvider.getConfig(new ByteArrayInputStream(
            "<limits><limit user=\"*\"><messages day=\"9\"/></limit></limits>".getBytes(StandardCharsets.UTF_8))));
        SendingLimits limits = new SendingLimits(new Allowances(file), new Identities(new MemoryDomainList(null)), new SlowStore(),
            new StoreCalls());
        limits.begin(List.of(ANN)).message();
        AccountUpkeep upkeep = new AccountUpkeep(suspensions,
            new Endings(new LoginMemory(AuthenticationFile.parse(new BaseHierarchicalConfiguration())), new NoOtherNode()), limits, SHORT,
            SHORT);
        upkeep.start();
        saving.await();
        store.put(new Suspension(ANN, "by another node", Instant.EPOCH));

        Awaitility.await().untilAsserted(() -> assertThat(suspensions.isAnySuspended(List.of(ANN))).isTrue());
        answer.countDown();
        upkeep.stop();
    }

    @Test
    void shouldLearnOfEndingsWhenSuspensionsCannotBeRead() throws Exception {
        LoginMemory memory = new LoginMemory(AuthenticationFile.parse(new BaseHierarchicalConfiguration()));
        CountDownLatch asked = new CountDownLatch(1);
        Endings endings = new Endings(memory, new NoOtherNode() {
            @Override
            public List<Told> since(Instant when) {
                asked.countDown();
                return List.of();
            }
        });
        SendingLimits limits = new SendingLimits(new Allowances(LimitsFile.parse(new BaseHierarchicalConfiguration())),
            new Identities(new MemoryDomainList(null)), new SlowStore(), new StoreCalls());
        Suspensions suspensions = new Suspensions(new SuspensionsInMemory() {
            @Override
            public List<Suspension> all() {
                throw new IllegalStateException("Database is down");
            }
        });
        AccountUpkeep upkeep = new AccountUpkeep(suspensions, endings, limits, SHORT, SHORT);

        upkeep.start();

        assertThat(asked.getCount()).isZero();
        answer.countDown();
        upkeep.stop();
    }

    private final class SlowStore implements UsageStore {
        @Override
        public Optional<Used> find(Username account) {
            return Optional.empty();
        }

        @Override
        public void save(Map<Username, Used> changed) throws InterruptedException {
            saving.countDown();
            answer.await();
        }
    }
}
