// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.lifecycle.api.Startable;
import org.postern.accounts.Endings;
import org.postern.accounts.Suspensions;
import org.postern.accounts.sending.SendingLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns every two seconds whom other nodes have suspended and what they have ended, and keeps every five what accounts have sent;
 * neither waits for the other.
 */
@Singleton
public final class AccountUpkeep implements Startable {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountUpkeep.class);
    private static final Duration REFRESH = Duration.ofSeconds(2);
    private static final Duration SAVE = Duration.ofSeconds(5);

    private interface Refresh {
        void run() throws Exception;
    }

    private final Suspensions suspensions;
    private final Endings endings;
    private final SendingLimits limits;
    private final Duration refresh;
    private final Duration save;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "accounts");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isDown;

    @Inject
    AccountUpkeep(Suspensions suspensions, Endings endings, SendingLimits limits) {
        this(suspensions, endings, limits, REFRESH, SAVE);
    }

    /**
     * @param refresh from one to the next
     * @param save from one to the next
     */
    AccountUpkeep(Suspensions suspensions, Endings endings, SendingLimits limits, Duration refresh, Duration save) {
        this.suspensions = suspensions;
        this.endings = endings;
        this.limits = limits;
        this.refresh = refresh;
        this.save = save;
    }

    void start() {
        refresh();
        clock.scheduleWithFixedDelay(this::refresh, refresh.toMillis(), refresh.toMillis(), TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(limits::save, save.toMillis(), save.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is not kept yet is kept now. */
    public void stop() {
        clock.shutdown();
        limits.save();
    }

    private void refresh() {
        Optional<Exception> ofSuspensions = fault(suspensions::refresh);
        Optional<Exception> ofEndings = fault(endings::refresh);
        Optional<Exception> fault = ofSuspensions.or(() -> ofEndings);
        if (fault.isPresent() && !isDown) {
            LOGGER.warn("It is not known what other nodes have suspended or ended; it is tried again", fault.get());
        }
        isDown = fault.isPresent();
    }

    private static Optional<Exception> fault(Refresh refresh) {
        try {
            refresh.run();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }
}
