// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.util.Locale;

import org.postern.benchmarks.load.Load;

/**
 * 250 means on disk: every sync is made to take longer, and no client may read 250 sooner than a whole sync after its data. One sync
 * serves many.
 */
record SlowSync() implements Fault {
    private static final int SYNC_MILLIS = 150;
    private static final int MESSAGES = 400;

    @Override
    public String name() {
        return "slow sync";
    }

    @Override
    public void prepare(Stage stage) throws NotStaged {
        SystemCalls.check();
    }

    @Override
    public String happen(Stage stage) throws Exception {
        try (SystemCalls calls = SystemCalls.tamper(stage.postern(), "delay_exit=" + SYNC_MILLIS + "000");
             Load load = stage.load(MESSAGES)) {
            Load.Result result = load.await();
            double least = result.millis(0);
            long syncs = calls.journalSyncs();
            stage.expect(result.accepted() == MESSAGES, result.complaint());
            stage.expect(least >= SYNC_MILLIS, "250 before a sync that began after the data");
            stage.expect(syncs > 0 && 2 * syncs < MESSAGES, "a sync for each message");
            return String.format(Locale.ROOT, "a sync takes %d ms, 250 came %.0f ms after the data at the soonest; %d syncs for %d",
                SYNC_MILLIS, least, syncs, MESSAGES);
        }
    }
}
