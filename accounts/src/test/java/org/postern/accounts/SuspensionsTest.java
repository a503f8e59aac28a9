// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.james.core.Username;
import org.awaitility.Awaitility;
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
    void shouldLetTheReasonOfAnEarlierSuspensionStand() throws Exception {
        suspensions.suspend(ALICE, "password on a list", "operator");
        Suspension first = suspensions.all().get(0);
        clock.pass(Duration.ofHours(1));
        suspensions.suspendUnlessSuspended(ALICE, "alert", "alert");
        suspensions.suspendUnlessSuspended(BOB, "alert", "alert");

        assertThat(suspensions.all()).containsExactly(first, new Suspension(BOB, "alert", clock.instant()));
    }

    /** Who suspends does not wait for a store that is slow for others, and what they have read before is old then. */
    @Test
    void shouldNotForgetASuspensionForAnAnswerThatIsOlder() throws Exception {
        store.slow = new CountDownLatch(1);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> {
            try {
                suspensions.refresh();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        Awaitility.await().until(() -> store.isRead);
        CountDownLatch answer = store.slow;
        store.slow = new CountDownLatch(0);
        CompletableFuture<Void> suspended = CompletableFuture.runAsync(() -> suspend(ALICE));
        Awaitility.await().until(suspended::isDone);
        answer.countDown();
        slow.get();

        assertThat(suspensions.isSuspended(ALICE)).isTrue();
    }

    private void suspend(Username username) {
        try {
            suspensions.suspend(username, "", "operator");
        } catch (Exception e) {
            throw new CompletionException(e);
        }
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
        private volatile CountDownLatch slow = new CountDownLatch(0);
        private volatile boolean isRead;
        private boolean fails;

        @Override
        public List<Suspension> all() throws IOException {
            ask();
            List<Suspension> all = kept.all();
            isRead = true;
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return all;
        }

        @Override
        public void put(Suspension suspension) throws IOException {
            ask();
            kept.put(suspension);
        }

        @Override
        public boolean add(Suspension suspension) throws IOException {
            ask();
            return kept.add(suspension);
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
