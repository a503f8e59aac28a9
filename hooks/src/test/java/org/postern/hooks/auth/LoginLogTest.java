// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;

import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.Client;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.Spool;

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

    @Test
    void shouldTellOneLineOnlyOfAStoreThatIsSilent() {
        Metric metric = Spool.stub(Metric.class, (method, arguments) -> null);
        LoginLog logins = new LoginLog(Spool.stub(MetricFactory.class, (method, arguments) -> metric));
        try (LogOf log = LogOf.info()) {
            logins.impossible(new Client("192.0.2.7", "", "submission", "s1"), "PLAIN", "ann", new TimeoutException("no answer"));

            assertThat(log.lines()).containsExactly("ERROR login impossible client=192.0.2.7 listener=submission session=s1 tls=\"\" "
                + "mechanism=PLAIN reason=\"java.util.concurrent.TimeoutException: no answer\" user=ann");
        }
    }
}
