// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.util.Locale;

import org.postern.benchmarks.load.Load;

/** SIGTERM under load. */
record Terminated() implements Fault {
    private static final long MESSAGES = 1_000_000;
    private static final long AFTERWARDS = 100;

    @Override
    public String name() {
        return "SIGTERM under load";
    }

    @Override
    public String happen(Stage stage) throws Exception {
        long asked;
        long gone;
        try (Load load = stage.load(MESSAGES)) {
            stage.flowing(load);
            Stage.pause(1000);
            asked = System.nanoTime();
            stage.postern().terminate();
            gone = System.nanoTime();
            load.stop();
            load.await();
        }
        stage.postern().start();
        stage.expectAllTaken(AFTERWARDS, "after the start");
        return String.format(Locale.ROOT, "ended in %.1f s", (gone - asked) / 1e9);
    }
}
