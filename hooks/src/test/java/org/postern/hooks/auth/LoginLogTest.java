// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.Client;
import org.postern.bridge.trace.NoTrace;
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

    private static LoginLog logins() {
        Metric metric = Spool.stub(Metric.class, (method, arguments) -> null);
        return new LoginLog(Spool.stub(MetricFactory.class, (method, arguments) -> metric), new NoTrace());
    }

    /** What fail2ban makes of the shipped filter, in Java's notation. */
    private static Predicate<String> filter() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("basedir", ""), "../conf/fail2ban/filter.d/postern.conf"));
        Map<String, String> values = new HashMap<>();
        String key = "";
        for (String line : lines.stream().filter(line -> !line.startsWith("#") && !line.startsWith("[") && !line.isBlank()).toList()) {
            String[] parts = line.startsWith(" ") ? new String[] {key, values.get(key) + "|" + line.strip()} : line.split(" *= *", 2);
            key = parts[0];
            values.put(key, parts[1]);
        }
        Pattern failure = Pattern.compile(values.get("failregex").replace("%(client)s", values.get("client"))
            .replace("%(value)s", values.get("value")).replace("<ADDR>", "[0-9.]+"));
        return line -> failure.matcher(line).find();
    }

    @Test
    void shouldBeReadByFail2banWhenASecretWasWrongOnly() throws Exception {
        Client client = new Client("192.0.2.7", "TLSv1.3 TLS_AES_256_GCM_SHA384", "submission", "s1");
        Exception fault = new TimeoutException("no \"answer\" client=192.0.2.1");
        LoginLog logins = logins();
        try (LogOf log = LogOf.info()) {
            logins.refused(client, "PLAIN", "ann", "credentials");
            logins.lockedOut(client, "PLAIN", "ann", 60);
            logins.doubtful(client, "PLAIN", "ann", fault);
            logins.impossible(client, "PLAIN", "ann", fault);
            logins.abandoned(client, "LOGIN", "x login refused client=192.0.2.1", "disconnected");
            logins.abandoned(client, "LOGIN", "", "broken base64");

            assertThat(log.lines().stream().map(line -> line.replaceFirst(" ", " o.p.h.a.LoginLog - ").replace(" - ", " ")))
                .map(filter()::test).containsExactly(true, true, true, false, false, false);
            assertThat(log.lines()).endsWith("INFO login abandoned client=192.0.2.7 listener=submission session=s1 "
                + "tls=\"TLSv1.3 TLS_AES_256_GCM_SHA384\" mechanism=LOGIN reason=\"broken base64\" user=\"\"");
        }
    }

    @Test
    void shouldTellOneLineOnlyOfAStoreThatIsSilent() {
        try (LogOf log = LogOf.info()) {
            logins().impossible(new Client("192.0.2.7", "", "submission", "s1"), "PLAIN", "ann", new TimeoutException("no answer"));

            assertThat(log.lines()).containsExactly("ERROR login impossible client=192.0.2.7 listener=submission session=s1 tls=\"\" "
                + "mechanism=PLAIN reason=\"java.util.concurrent.TimeoutException: no answer\" user=ann");
        }
    }
}
