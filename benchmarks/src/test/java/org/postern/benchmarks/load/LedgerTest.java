// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void shouldCallLostWhatWasAnsweredAndNeverSeenAgain() {
        ledger.answered(1);
        ledger.answered(2);
        ledger.answered(3);
        ledger.delivered(2);
        ledger.reported(3);

        assertThat(ledger.lost()).containsExactly(1L);
        assertThat(ledger.isComplete()).isFalse();

        ledger.delivered(1);
        assertThat(ledger.isComplete()).isTrue();
    }

    @Test
    void shouldTellTwiceDeliveredFromOnce() {
        ledger.delivered(1);
        ledger.delivered(1);
        ledger.delivered(2);

        assertThat(ledger.twice()).containsExactly(1L);
        assertThat(ledger.arrived()).isEqualTo(2);
    }

    @Test
    void shouldExplainDeliveryByAnAnswerThatDidNotComeAndByNothingElse() {
        ledger.unanswered(1);
        ledger.delivered(1);
        ledger.delivered(2);

        assertThat(ledger.unexplained()).containsExactly(2L);
        assertThat(ledger.taken()).isEqualTo(1);
    }
}
