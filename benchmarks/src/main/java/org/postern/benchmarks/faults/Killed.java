// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import org.postern.benchmarks.load.Load;

/**
 * {@code kill -9} at random moments under load.
 *
 * @param times how often
 */
record Killed(int times) implements Fault {
    private static final long MESSAGES = 100;
    /** As many as the server delivers at a time. */
    private static final int UNDER_WAY = 10 * Runtime.getRuntime().availableProcessors();

    @Override
    public String name() {
        return "kill -9, " + times + " times under load";
    }

    @Override
    public int mayDouble() {
        return times * UNDER_WAY;
    }

    @Override
    public String happen(Stage stage) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Load load = stage.load(Long.MAX_VALUE / (times + 1))) {
                stage.flowing(load);
                Stage.pause(stage.atRandom(500, 3000));
                stage.postern().kill();
                load.stop();
                load.await();
            }
            stage.postern().start();
        }
        stage.expectAllTaken(MESSAGES, "after the last start");
        return "started again " + times + " times";
    }
}
