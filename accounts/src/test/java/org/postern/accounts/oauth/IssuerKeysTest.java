// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import org.junit.jupiter.api.Test;
import org.postern.accounts.testing.TestKey;

class IssuerKeysTest {
    private static final JWK FIRST = TestKey.ec("first").published();
    private static final JWK SECOND = TestKey.ec("second").published();
    private static final IssuerKeys.Times TIMES =
        new IssuerKeys.Times(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofSeconds(10));

    private final AtomicLong now = new AtomicLong();
    private final List<CompletableFuture<JWKSet>> asked = new ArrayList<>();
    private final IssuerWait wait = new IssuerWait("https://login.example.org", Duration.ofMillis(50), now::get);
    private final IssuerKeys keys = new IssuerKeys(this::ask, wait, TIMES, now::get);
    private CompletableFuture<JWKSet> answer = CompletableFuture.completedFuture(new JWKSet(FIRST));

    private CompletableFuture<JWKSet> ask() {
        asked.add(answer);
        return answer;
    }

    private List<JWK> of(String id) throws Exception {
        return keys.of(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(id).build());
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void fail() {
        answer = CompletableFuture.failedFuture(new IOException("Connection refused"));
    }

    @Test
    void shouldAskOnceForAKeyThatIsKnown() throws Exception {
        assertThat(of("first")).containsExactly(FIRST);
        later(Duration.ofMinutes(4));

        assertThat(of("first")).containsExactly(FIRST);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldAskForAKeyThatIsNew() throws Exception {
        of("first");
        later(Duration.ofSeconds(10));
        answer = CompletableFuture.completedFuture(new JWKSet(List.of(FIRST, SECOND)));

        assertThat(of("second")).containsExactly(SECOND);
        assertThat(of("first")).containsExactly(FIRST);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldForgetAKeyThatIsWithdrawn() throws Exception {
        of("first");
        later(Duration.ofSeconds(10));
        answer = CompletableFuture.completedFuture(new JWKSet(SECOND));
        of("second");

        assertThat(of("first")).isEmpty();
    }

    /** Garbage costs the issuer a question now and then, and is garbage all the same. */
    @Test
    void shouldNotAskAgainSoonForAKeyThatIsNotThere() throws Exception {
        of("first");
        for (int i = 0; i < 100; i++) {
            assertThat(of("garbage" + i)).isEmpty();
            later(Duration.ofMillis(200));
        }

        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldUseOldKeysWhileNewOnesAreOnTheWay() throws Exception {
        of("first");
        later(Duration.ofMinutes(5));
        answer = new CompletableFuture<>();

        assertThat(of("first")).containsExactly(FIRST);
        assertThat(of("first")).containsExactly(FIRST);
        assertThat(asked).hasSize(2);
        answer.complete(new JWKSet(SECOND));
        assertThat(of("second")).containsExactly(SECOND);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldUseOldKeysWhenNoneCanBeHadButNotForEver() throws Exception {
        of("first");
        fail();
        later(Duration.ofHours(23));
        assertThat(of("first")).containsExactly(FIRST);
        assertThat(asked).hasSize(2);
        later(Duration.ofHours(1));

        assertThatThrownBy(() -> of("first")).isInstanceOf(IssuerFailure.class)
            .hasMessage("https://login.example.org: java.io.IOException: Connection refused");
    }

    @Test
    void shouldNotKnowWhetherAKeyIsNewWhenNoneCanBeHad() throws Exception {
        of("first");
        fail();
        later(Duration.ofSeconds(10));

        assertThatThrownBy(() -> of("second")).isInstanceOf(IssuerFailure.class);
        assertThatThrownBy(() -> of("third")).isInstanceOf(IssuerFailure.class);
        assertThat(of("first")).containsExactly(FIRST);
        assertThat(asked).hasSize(2);
        later(Duration.ofSeconds(10));
        answer = CompletableFuture.completedFuture(new JWKSet(SECOND));
        assertThat(of("second")).containsExactly(SECOND);
    }

    @Test
    void shouldNotWaitForAnIssuerThatIsKnownToBeSilent() {
        answer = new CompletableFuture<>();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> of("first")).hasMessage("https://login.example.org has not answered in 50 ms");
        }

        assertThatThrownBy(() -> of("first")).hasMessage("https://login.example.org has not answered the last questions");
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldLetFewWaitAtATime() throws Exception {
        IssuerWait patient = new IssuerWait("https://login.example.org", Duration.ofSeconds(30), now::get);
        CompletableFuture<String> nothing = new CompletableFuture<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        Semaphore begun = new Semaphore(0);
        for (int i = 0; i < 32; i++) {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            waiting.add(ended);
            new Thread(() -> {
                try {
                    patient.await(() -> {
                        begun.release();
                        return nothing;
                    });
                    ended.complete(null);
                } catch (Exception e) {
                    ended.completeExceptionally(e);
                }
            }).start();
        }
        begun.acquire(32);

        assertThatThrownBy(() -> patient.await(() -> nothing)).hasMessage("https://login.example.org has too many questions to answer");
        nothing.complete("");
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
    }
}
