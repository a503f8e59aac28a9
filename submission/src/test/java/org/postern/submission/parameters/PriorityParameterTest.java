// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.parameters.PriorityParameter.Priority;

class PriorityParameterTest {
    @ParameterizedTest
    @CsvSource({"9,-9,-9", "9,9,9", "9,0,0", "3,4,3", "3,3,3", "0,9,0", "0,-1,-1", "-2,0,-2", "-2,-3,-3"})
    void shouldGiveNoMoreThanTheSiteDoes(int highest, int asked, int given) {
        assertThat(new PriorityParameter(highest).read(Integer.toString(asked)))
            .isEqualTo(new Reading.Granted<>(new Priority(asked, given)));
        assertThat(new Priority(asked, given).isLowered()).isEqualTo(given != asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-10", "+1", "-0", "00", "05", "1.5", "high", "1 2", "\u0661"})
    void shouldRefuseWhatIsNoPriority(String value) {
        assertThat(new PriorityParameter(9).read(value).handTo(granted -> { }).orElseThrow())
            .hasToString("501 5.5.2 Parameter MT-PRIORITY: takes -9 to 9");
    }
}
