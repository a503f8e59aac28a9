// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.james.core.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.bridge.KnownDomains.Limits;
import org.postern.submission.MailDomains;
import org.postern.submission.MailDomains.Standing;

@Timeout(60)
class KnownDomainsTest {
    private static final Domain DOMAIN = Domain.of("example.net");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(300), Duration.ofSeconds(10), 100);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile Standing standing = Standing.TAKES_MAIL;
    private KnownDomains known = known(domain -> {
        asked.incrementAndGet();
        return standing;
    });

    private KnownDomains known(MailDomains source) {
        return new KnownDomains(source, LIMITS, now::get);
    }

    @AfterEach
    void close() {
        gate.countDown();
        known.close();
    }

    @Test
    void shouldKeepAnAnswerForItsTime() {
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.TAKES_MAIL);
        standing = Standing.NULL_MX;
        pass(299);
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.TAKES_MAIL);
        pass(1);
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.NULL_MX);
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldKeepAFailureBriefly() {
        standing = Standing.UNKNOWN;
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.UNKNOWN);
        standing = Standing.TAKES_MAIL;
        pass(9);
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.UNKNOWN);
        pass(1);
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.TAKES_MAIL);
    }

    @Test
    void shouldTakeASourceThatThrowsForOneThatSaysNothing() {
        known = known(domain -> {
            throw new IllegalStateException("broken");
        });
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void shouldAskOnceForAllWhoWantToKnowAtTheSameTime() throws Exception {
        known = known(domain -> {
            asked.incrementAndGet();
            await();
            return Standing.NULL_MX;
        });
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<Standing>> answers = new ArrayList<>();
        Callable<Standing> question = () -> known.standing(DOMAIN, PATIENCE);
        for (int i = 0; i < 8; i++) {
            answers.add(callers.submit(question));
        }
        gate.countDown();
        for (Future<Standing> answer : answers) {
            assertThat(answer.get()).isEqualTo(Standing.NULL_MX);
        }
        callers.shutdown();
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldLeaveASilentDnsAloneAndTryItAgainLater() {
        known = known(domain -> {
            asked.incrementAndGet();
            await();
            return Standing.TAKES_MAIL;
        });
        for (int i = 0; i < 20; i++) {
            assertThat(known.standing(Domain.of("d" + i + ".example"), SHORT)).isEqualTo(Standing.UNKNOWN);
        }
        assertThat(asked).hasValue(3);
        gate.countDown();
        pass(10);
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.TAKES_MAIL);
    }

    @Test
    void shouldNotWaitWithoutPatience() {
        known = known(domain -> {
            await();
            return Standing.TAKES_MAIL;
        });
        assertThat(known.standing(DOMAIN, Duration.ZERO)).isEqualTo(Standing.UNKNOWN);
        gate.countDown();
        assertThat(known.standing(DOMAIN, PATIENCE)).isEqualTo(Standing.TAKES_MAIL);
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
