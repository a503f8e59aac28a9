// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.server.Usage;
import org.postern.benchmarks.sink.Behaviour;

class VerdictTest {
    private static final Usage IDLE = new Usage(0, 0, 0);

    private final Ledger ledger = new Ledger();

    @Test
    void shouldBeGoodWhenAllIsDeliveredOnceAsItWasSent() {
        ledger.answered(1);
        ledger.delivered(1);

        assertThat(verdict(new Terminated()).isGood()).isTrue();
    }

    @Test
    void shouldLetMailComeBackOnlyWhereTheNextHopRefusesItForGood() {
        ledger.answered(1);
        ledger.reported(1);

        assertThat(verdict(new NextHopTrouble(Behaviour.LATER, 1)).row()).contains("NOT AS IT SHOULD BE: came back: 1");
        assertThat(verdict(new NextHopTrouble(Behaviour.NEVER, 1)).isGood()).isTrue();
    }

    @Test
    void shouldLetACrashDoubleWhatWasUnderWayAndNoMore() {
        Killed killed = new Killed(1);
        for (long number = 0; number < killed.mayDouble(); number++) {
            twice(number);
        }
        assertThat(verdict(new Terminated()).isGood()).isFalse();
        assertThat(verdict(killed).isGood()).isTrue();

        twice(killed.mayDouble());
        assertThat(verdict(killed).isGood()).isFalse();
    }

    @Test
    void shouldNotBearAnotherBody() {
        ledger.answered(1);
        ledger.delivered(1);
        ledger.mangled(1);

        assertThat(verdict(new Killed(1)).row()).contains("another body: 1");
    }

    private void twice(long number) {
        ledger.answered(number);
        ledger.delivered(number);
        ledger.delivered(number);
    }

    private Verdict verdict(Fault fault) {
        return new Verdict(fault, Verdict.Mail.of(ledger), "", IDLE, IDLE, List.of(), new Verdict.Log(List.of(), 0));
    }
}
