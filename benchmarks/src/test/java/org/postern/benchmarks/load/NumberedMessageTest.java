// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedMessageTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 300, 4096, 100_000})
    void shouldBeAMessageOfThisSizeWithoutALineThatBeginsWithADot(int size) {
        String message = new String(new NumberedMessage(7).octets("ann@example.org", "bob@sink.test", size), StandardCharsets.US_ASCII);

        assertThat(message).contains("\r\nX-Postern-Number: 7\r\n").endsWith("x\r\n").doesNotContain("\r\n.");
        assertThat(message.split("\r\n", -1)).allMatch(line -> line.length() < 998);
        assertThat(message.length()).isBetween(size - 78, Math.max(size, 400));
    }
}
