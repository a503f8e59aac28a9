// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedMessageTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 300, 4096, 100_000})
    void shouldBeAMessageOfThisSizeWithoutALineThatBeginsWithADotButTheLast(int size) {
        NumberedMessage messages = new NumberedMessage("ann@example.org", "bob@sink.test", size);
        messages.octets(Long.MAX_VALUE);
        String message = new String(messages.octets(7), StandardCharsets.US_ASCII);

        assertThat(message).containsPattern("\r\nX-Postern-Number: 0+7\r\n").containsPattern("\r\nMessage-ID: <0+7\\..*>\r\n")
            .endsWith("x\r\n.\r\n");
        assertThat(message.indexOf("\r\n.")).isEqualTo(message.length() - "\r\n.\r\n".length());
        assertThat(message.split("\r\n", -1)).allMatch(line -> line.length() < 998);
        assertThat(message.length()).isBetween(size - 78, Math.max(size, 500));
    }
}
