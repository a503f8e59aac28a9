// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.suspension;

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

/** Learns every two seconds whom other nodes have suspended and what they have ended, and keeps every five what accounts have sent. */
@Singleton
public final class AccountUpkeep implements Startable {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountUpkeep.class);
    private static final int REFRESH_SECONDS = 2;
    private static final int SAVE_SECONDS = 5;

    private final Suspensions suspensions;
    private final Endings endings;
    private final SendingLimits limits;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "accounts");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isDown;

    @Inject
    AccountUpkeep(Suspensions suspensions, Endings endings, SendingLimits limits) {
        this.suspensions = suspensions;
        this.endings = endings;
        this.limits = limits;
    }

    void start() {
        refresh();
        clock.scheduleWithFixedDelay(this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(limits::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
    }

    /** What is not kept yet is kept now. */
    public void stop() {
        clock.shutdown();
        limits.save();
    }

    private void refresh() {
        try {
            suspensions.refresh();
            endings.refresh();
            isDown = false;
        } catch (Exception e) {
            if (!isDown) {
                LOGGER.warn("It is not known what other nodes have suspended or ended; it is tried again", e);
            }
            isDown = true;
        }
    }
}
