// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.time.Duration;
import java.util.OptionalInt;

import org.postern.benchmarks.load.Load;

/** The disk says at a sync that it could not write (EIO): nobody is told 250, and the server reads from the disk what there is. */
record FailedSync() implements Fault {
    private static final int MESSAGES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** EX_IOERR of sysexits.h. */
    private static final int CANNOT_WRITE = 74;

    @Override
    public String name() {
        return "failed sync";
    }

    @Override
    public void prepare(Stage stage) throws NotStaged {
        SystemCalls.check();
    }

    @Override
    public String happen(Stage stage) throws Exception {
        OptionalInt status;
        Load.Result result;
        try (SystemCalls calls = SystemCalls.tamper(stage.postern(), "error=EIO");
             Load load = stage.load(Integer.MAX_VALUE)) {
            status = stage.postern().ended(PATIENCE);
            load.stop();
            result = load.await();
            stage.expect(calls.journalSyncs() > 0, "nothing was synced");
        }
        stage.expect(result.accepted() == 0, result.accepted() + " answered 250 without a sync");
        stage.expectNoFinalRefusal(result);
        stage.expect(status.isPresent() && status.getAsInt() == CANNOT_WRITE, "ended: " + status);
        if (status.isPresent()) {
            stage.postern().start();
        }
        stage.expectAllTaken(MESSAGES, "after the restart");
        return "ended with status " + status.orElse(0) + ", " + result.accepted() + " answered 250";
    }
}
