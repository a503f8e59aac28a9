// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginLogTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "ann@example.org, ann@example.org",
        "ann+news@example.org, ann+news@example.org",
        "``, `\"\"`",
        "ann smith, `\"ann smith\"`",
        "x client=192.0.2.1, `\"x client=192.0.2.1\"`",
        "x\" client=192.0.2.1 y=\"z, `\"x\\\" client=192.0.2.1 y=\\\"z\"`",
        "x\\, `\"x\\\\\"`",
        "x=y, `\"x=y\"`",
        "j\u00f6rg, `\"j?rg\"`"})
    void shouldQuoteWhatIsNoPlainWord(String text, String shown) {
        assertThat(LoginLog.value(text)).isEqualTo(shown);
    }

    @Test
    void shouldStayOnOneLineAndBeCut() {
        assertThat(LoginLog.value("x\r\n2026-11-25T10:00:00.000Z INFO  a.B login refused client=192.0.2.1"))
            .isEqualTo("\"x??2026-11-25T10:00:00.000Z INFO  a.B login refused client=192.0.2.1\"");
        assertThat(LoginLog.value("x".repeat(500))).isEqualTo("x".repeat(117) + "...");
    }
}
