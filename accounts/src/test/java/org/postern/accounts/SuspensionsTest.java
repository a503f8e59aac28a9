// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class SuspensionsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final FragileStore store = new FragileStore();
    private final Ticking clock = new Ticking();
    private final Suspensions suspensions = new Suspensions(store, clock);

    @Test
    void shouldKnowAtOnceWhoIsSuspendedAndWhoIsNoMore() throws Exception {
        suspensions.suspend(ALICE, "password on a list", "operator");

        assertThat(suspensions.isSuspended(Username.of("Alice@Example.org"))).isTrue();
        assertThat(suspensions.isAnySuspended(List.of(BOB, ALICE))).isTrue();
        assertThat(suspensions.isSuspended(BOB)).isFalse();
        assertThat(suspensions.all()).containsExactly(new Suspension(ALICE, "password on a list", clock.instant()));

        assertThat(suspensions.resume(ALICE, "operator")).isTrue();
        assertThat(suspensions.isAnySuspended(List.of(ALICE))).isFalse();
        assertThat(suspensions.resume(ALICE, "operator")).isFalse();
    }

    @Test
    void shouldLearnOfOtherNodesAndTellWhoListens() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Runnable end = suspensions.whenSuspended(told::incrementAndGet);
        store.kept.put(new Suspension(ALICE, "", clock.instant()));
        assertThat(suspensions.isAnySuspended(List.of(ALICE))).isFalse();

        suspensions.refresh();
        assertThat(suspensions.isAnySuspended(List.of(ALICE))).isTrue();
        assertThat(told).hasValue(1);
        suspensions.refresh();
        suspensions.resume(ALICE, "operator");
        assertThat(told).as("nobody new").hasValue(1);
        end.run();
        suspensions.suspend(BOB, "", "operator");
        assertThat(told).hasValue(1);
    }

    @Test
    void shouldKnowAnAccountByAnySpellingOfItsName() throws Exception {
        Username stored = Username.of("j\u00f6rg@m\u00fcller.example");
        Username typed = Username.of("jo\u0308rg@xn--mller-kva.example");
        suspensions.suspend(stored, "", "operator");
        assertThat(suspensions.isSuspended(typed)).isTrue();
        assertThat(suspensions.isAnySuspended(List.of(typed))).isTrue();

        suspensions.suspend(typed, "again", "operator");
        assertThat(suspensions.all()).hasSize(1);
        assertThat(suspensions.resume(stored, "operator")).isTrue();
        assertThat(suspensions.isSuspended(typed)).isFalse();
    }

    @Test
    void shouldChangeNothingWhenTheStoreFails() throws Exception {
        suspensions.suspend(ALICE, "", "operator");
        store.fails = true;

        assertThatThrownBy(suspensions::refresh).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> suspensions.suspend(BOB, "", "operator")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> suspensions.resume(ALICE, "operator")).isInstanceOf(IOException.class);
        assertThat(suspensions.isSuspended(ALICE)).isTrue();
        assertThat(suspensions.isSuspended(BOB)).isFalse();
    }

    @Test
    void shouldSayNeitherYesNorNoWhenTheStoreHasNeverAnswered() {
        store.fails = true;

        assertThatThrownBy(() -> suspensions.isSuspended(ALICE)).isInstanceOf(IOException.class);
    }

    private static final class FragileStore implements SuspensionStore {
        private final SuspensionsInMemory kept = new SuspensionsInMemory();
        private boolean fails;

        @Override
        public List<Suspension> all() throws IOException {
            ask();
            return kept.all();
        }

        @Override
        public void put(Suspension suspension) throws IOException {
            ask();
            kept.put(suspension);
        }

        @Override
        public boolean remove(Username username) throws IOException {
            ask();
            return kept.remove(username);
        }

        private void ask() throws IOException {
            if (fails) {
                throw new IOException("no store");
            }
        }
    }
}
