// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.util.Locale;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.sink.Behaviour;

/**
 * The next hop misbehaves while mail comes in.
 *
 * @param behaviour how
 * @param messages that come in meanwhile
 */
record NextHopTrouble(Behaviour behaviour, long messages) implements Fault {
    @Override
    public String name() {
        return "next hop " + behaviour.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public boolean mayReturn() {
        return behaviour == Behaviour.NEVER;
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public String happen(Stage stage) throws Exception {
        int before = stage.ledger().arrived();
        stage.sink().behave(behaviour);
        try (Load load = stage.load(messages)) {
            Load.Result result = load.await();
            // The server has to try some, and to fail.
            Stage.pause(2000);
            stage.expect(result.accepted() == messages, result.accepted() + " taken of " + messages + ": " + result.complaint());
            stage.expectNoFinalRefusal(result);
            if (behaviour != Behaviour.SLOW) {
                stage.expectNoneDelivered(before);
            }
            return String.format(Locale.ROOT, "%,.0f/s taken, p99 %.0f ms", result.perSecond(), result.millis(0.99));
        }
    }
}
