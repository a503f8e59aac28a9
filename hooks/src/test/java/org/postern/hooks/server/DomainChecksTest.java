// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.submission.MailDomains.Standing;

/** 6409-3.2a, 7505, 6409-5.3: what the DNS says, and does not say, of the domains at MAIL and RCPT. */
@Timeout(120)
class DomainChecksTest {
    private static Listener listener;

    @BeforeAll
    static void open() throws Exception {
        listener = Listener.startTls();
        listener.dns.standings.put("gone.test", Standing.NO_SUCH_DOMAIN);
        listener.dns.standings.put("hostless.test", Standing.NO_HOST);
        listener.dns.standings.put("nullmx.test", Standing.NULL_MX);
        listener.dns.standings.put("failing.test", Standing.UNKNOWN);
    }

    @AfterAll
    static void close() throws Exception {
        listener.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "example.net   | 250 2.1.5",
        "gone.test     | 550 5.1.2 The recipient's domain 'gone.test' does not exist; check how it is spelt",
        "GONE.test     | 550 5.1.2 The recipient's domain 'gone.test' does not exist; check how it is spelt",
        "hostless.test | 550 5.1.2 The recipient's domain 'hostless.test' has no mail server; check how it is spelt",
        "nullmx.test   | 556 5.1.10 The recipient's domain 'nullmx.test' takes no mail at all (null MX); ask for another address",
        "failing.test  | 250 2.1.5",
    })
    void shouldTellRecipientsThatCannotBeReached(String domain, String reply) throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<bob@" + domain + ">")).startsWith(reply);
            assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("250 2.1.5");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "alice@good.test     | 250 2.1.0",
        "alice@gone.test     | 550 5.1.8 No report could reach you, as the domain of the reverse-path, 'gone.test', does not exist",
        "alice@hostless.test | 550 5.1.8",
        "alice@nullmx.test   | 550 5.7.27",
        "alice@failing.test  | 250 2.1.0",
        "''                  | 250 2.1.0",
        "alice@example.org   | 250 2.1.0",
    })
    void shouldTellReversePathsThatNoReportCanReach(String reversePath, String reply) throws Exception {
        try (Listener granting = Listener.granting(ALICE, "*"); SmtpClient client = granting.alice()) {
            granting.dns.standings.putAll(listener.dns.standings);
            granting.dns.standings.put("example.org", Standing.NO_SUCH_DOMAIN);
            assertThat(client.say("MAIL FROM:<" + reversePath + ">")).startsWith(reply);
            if (reply.startsWith("550")) {
                assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("503 5.5.1");
            }
        }
    }

    @Test
    void shouldAskForADomainOnce() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            for (int i = 0; i < 20; i++) {
                assertThat(client.say("RCPT TO:<r" + i + "@once.test>")).startsWith("250");
            }
            assertThat(listener.dns.asked).containsEntry("once.test", 1);
        }
    }

    @Test
    void shouldTakeAThousandRecipientsInOneGoWhenTheDnsHangs() throws Exception {
        try (Listener hanging = Listener.startTls("", options("<patience>1</patience>"));
                SmtpClient client = hanging.alice()) {
            List<String> commands = new ArrayList<>(List.of("MAIL FROM:<" + ALICE + ">"));
            for (int i = 1; i <= 1000; i++) {
                commands.add("RCPT TO:<bob@d" + i + ".hanging.test>");
            }
            long start = System.nanoTime();
            client.raw(String.join("\r\n", commands) + "\r\n");
            for (int i = 0; i < commands.size(); i++) {
                assertThat(client.reply()).startsWith("250");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void shouldWaitForAllLookUpsOfOneMessageTogetherOnlySoLong() throws Exception {
        try (Listener slow = Listener.startTls(); SmtpClient client = slow.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            long start = System.nanoTime();
            // An answer in between: the DNS as a whole is not silent.
            for (int i = 0; i < 8; i++) {
                client.raw("RCPT TO:<bob@d" + i + ".hanging.test>\r\nRCPT TO:<bob@d" + i + ".net>\r\n");
                assertThat(client.reply()).startsWith("250");
                assertThat(client.reply()).startsWith("250");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(25));
        }
    }

    @Test
    void shouldNotLookUpWhatIsSwitchedOff() throws Exception {
        try (Listener off = Listener.startTls("", options("<recipients>false</recipients>"));
                SmtpClient client = off.alice()) {
            off.dns.standings.put("gone.test", Standing.NO_SUCH_DOMAIN);
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<bob@gone.test>")).startsWith("250");
            assertThat(off.dns.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<recipients>maybe</recipients> | true or false",
        "<patience>0</patience>         | 1 or more",
        "<cacheSize>0</cacheSize>       | 1 or more",
        "<recipient>true</recipient>    | does not know <recipient>",
    })
    void shouldNotStartWhenAnOptionIsWrong(String content, String message) {
        assertThatThrownBy(() -> Listener.startTls("", options(content)).close()).hasStackTraceContaining(message);
    }

    private static String options(String content) {
        return "<handler class=\"org.postern.hooks.CheckDomains\">" + content + "</handler>";
    }
}
