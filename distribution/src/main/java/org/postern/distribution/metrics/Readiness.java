// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether new mail would be taken. Everybody on this machine may ask, so the questions are put once in a while only, and one at a time;
 * what is not answered in time is answered no.
 */
final class Readiness {

    private static final Logger LOGGER = LoggerFactory.getLogger(Readiness.class);

    private final Map<String, Callable<Boolean>> questions;
    private final ExecutorService thread;
    private final Duration patience;
    private final Duration kept;
    private List<String> missing = List.of();
    private boolean isReady;
    private long asked;

    /**
     * @param questions whether something that is needed is there, by its name
     * @param thread on which they are put
     * @param patience for one answer
     * @param kept for how long the answers hold
     */
    Readiness(Map<String, Callable<Boolean>> questions, ExecutorService thread, Duration patience, Duration kept) {
        this.questions = questions;
        this.thread = thread;
        this.patience = patience;
        this.kept = kept;
        this.asked = System.nanoTime() - kept.toNanos();
    }

    synchronized boolean isReady() {
        if (System.nanoTime() - asked >= kept.toNanos()) {
            List<String> now = questions.entrySet().stream().filter(question -> !answersYes(question.getKey(), question.getValue()))
                .map(Map.Entry::getKey).toList();
            tell(now);
            missing = now;
            isReady = now.isEmpty();
            asked = System.nanoTime();
        }
        return isReady;
    }

    private void tell(List<String> now) {
        if (!now.equals(missing)) {
            LOGGER.warn(now.isEmpty() ? "Mail is taken again{}" : "No mail is taken, for want of: {}", String.join(", ", now));
        }
    }

    private boolean answersYes(String name, Callable<Boolean> question) {
        Future<Boolean> answer = thread.submit(question);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("No answer of {}", name, e);
        } finally {
            answer.cancel(true);
        }
        return false;
    }
}
