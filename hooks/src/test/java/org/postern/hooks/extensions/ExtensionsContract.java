// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.postern.hooks.testing.Listener.ALICE;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.apache.james.queue.api.MailPrioritySupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;
import org.postern.submission.DeliverBy;
import org.postern.submission.TransferOptions;

/** What a client gets on a listener with nothing configured, whoever's listener it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExtensionsContract {
    private static final String MAIL = "MAIL FROM:<" + ALICE + "> ";
    private static final String A_WEEK_FROM_NOW = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    private Listener listener;

    abstract Listener listener() throws Exception;

    @BeforeAll
    void open() throws Exception {
        listener = listener();
    }

    @AfterAll
    void close() throws Exception {
        listener.close();
    }

    @BeforeEach
    void forget() {
        listener.spool.taken.clear();
    }

    @Test
    void shouldAnnounceWhatWorksBeforeAndUnderTls() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.reply();
            String clear = client.say("EHLO me");
            assertThat(clear.lines().map(line -> line.substring(4)))
                .contains("DELIVERBY 60", "MT-PRIORITY", "LIMITS RCPTMAX=1000")
                .doesNotContain("REQUIRETLS")
                .anyMatch(line -> line.matches("FUTURERELEASE 604800 " + A_WEEK_FROM_NOW));
            client.say("STARTTLS");
            client.handshake();
            String underTls = client.say("EHLO me");
            assertThat(underTls.lines().map(line -> line.substring(4)))
                .contains("DELIVERBY 60", "MT-PRIORITY", "LIMITS RCPTMAX=1000", "REQUIRETLS");
            assertThat(latest(underTls)).isCloseTo(Instant.now().plus(Duration.ofDays(7)), within(1, ChronoUnit.MINUTES));
        }
    }

    private static Instant latest(String ehlo) {
        String line = ehlo.lines().filter(feature -> feature.contains("FUTURERELEASE")).findFirst().orElseThrow();
        return Instant.parse(line.substring(line.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HOLDFOR=3600                                 | 250 2.1.0 Originator OK",
        "holdfor=604800                               | 250 2.1.0 Originator OK",
        "HOLDFOR=604801                               | 501 5.5.4 Parameter HOLDFOR: takes seconds, 1 to 604800",
        "HOLDFOR=0                                    | 501 5.5.4 Parameter HOLDFOR",
        "HOLDFOR=-1                                   | 501 5.5.4 Parameter HOLDFOR",
        "HOLDFOR                                      | 501 5.5.4 Parameter HOLDFOR",
        "HOLDFOR=3600 HOLDFOR=3600                    | 501 5.5.4 Parameter HOLDFOR: may be given once only",
        "HOLDFOR=3600 HOLDUNTIL=2200-01-01T00:00:00Z  | 501 5.5.4 Usage: HOLDFOR=seconds or HOLDUNTIL=time, one of them",
        "HOLDUNTIL=2200-01-01T00:00:00Z               | 501 5.5.4 Parameter HOLDUNTIL: takes a time to come, up to 20",
        "HoldUntil=2020-01-01T00:00:00Z               | 501 5.5.4 Parameter HOLDUNTIL",
        "HOLDUNTIL=soon                               | 501 5.5.4 Parameter HOLDUNTIL",
        "HOLDUNTIL                                    | 501 5.5.4 Parameter HOLDUNTIL",
        "BY=60;R                                      | 250 2.1.0 Originator OK",
        "by=-5;nt                                     | 250 2.1.0 Originator OK",
        "BY=59;R                                      | 555 5.5.4 Parameter BY: with R takes 60 seconds or more",
        "BY=0;R                                       | 501 5.5.4 Parameter BY: with R takes more than 0 seconds",
        "BY=60                                        | 501 5.5.4 Parameter BY: takes seconds;R or seconds;N",
        "BY                                           | 501 5.5.4 Parameter BY",
        "BY=60;R BY=60;R                              | 501 5.5.4 Parameter BY: may be given once only",
        "HOLDFOR=3600 BY=3599;N                       | 501 5.5.4 Parameter BY: must give more time than the message is held",
        "BY=3599;R HOLDFOR=3600                       | 501 5.5.4 Parameter BY: must give more time than the message is held",
        "BY=3700;R HOLDFOR=3600                       | 250 2.1.0 Originator OK",
        "MT-PRIORITY=0                                | 250 2.1.0 Originator OK",
        "mt-priority=-9                               | 250 2.1.0 Originator OK",
        "MT-PRIORITY=1                                | 250 2.3.6 0 is the priority of this message",
        "MT-PRIORITY=10                               | 501 5.5.2 Parameter MT-PRIORITY: takes -9 to 9",
        "MT-PRIORITY                                  | 501 5.5.2 Parameter MT-PRIORITY",
        "MT-PRIORITY=1 MT-PRIORITY=1                  | 501 5.5.4 Parameter MT-PRIORITY: may be given once only",
        "REQUIRETLS                                   | 250 2.1.0 Originator OK",
        "RequireTLS                                   | 250 2.1.0 Originator OK",
        "REQUIRETLS=yes                               | 501 5.5.4 Parameter REQUIRETLS: takes no value",
        "REQUIRETLS REQUIRETLS                        | 501 5.5.4 Parameter REQUIRETLS: may be given once only",
        "HOLDFOR=60 BY=+120;NT MT-PRIORITY=-1 REQUIRETLS SIZE=5 | 250 2.1.0 Originator OK",
    })
    void shouldAnswerParametersOfMail(String parameters, String reply) throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say(MAIL + parameters)).startsWith(reply);
            assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
        }
    }

    @Test
    void shouldHoldTheMailInTheSpoolAndSayUntilWhen() throws Exception {
        Instant before = Instant.now();
        Taken taken = send("HOLDFOR=3600");

        assertThat(taken.delay()).isCloseTo(Duration.ofHours(1), Duration.ofMinutes(1));
        Instant until = Instant.parse((String) taken.attributes().get("postern.hold-until"));
        assertThat(until).isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3600));
        assertThat(taken.attributes()).containsEntry("postern.hold-request", "for;3600");
    }

    @Test
    void shouldHoldTheMailUntilTheTimeThatWasAskedFor() throws Exception {
        Instant until = Instant.now().plusSeconds(7200).truncatedTo(ChronoUnit.SECONDS);
        Taken taken = send("HOLDUNTIL=" + until);

        assertThat(taken.delay()).isCloseTo(Duration.ofHours(2), Duration.ofMinutes(1));
        assertThat(taken.attributes()).containsEntry("postern.hold-until", until.toString())
            .containsEntry("postern.hold-request", "until;" + until);
    }

    @Test
    void shouldKeepWhatWasAskedForOnTheMail() throws Exception {
        Instant before = Instant.now();
        TransferOptions options = send("BY=120;RT mt-priority=-3 REQUIRETLS").options();

        assertThat(options.requireTls()).isTrue();
        assertThat(options.priority()).contains(-3);
        DeliverBy by = options.deliverBy().orElseThrow();
        assertThat(by.deadline()).isBetween(before.plusSeconds(120), Instant.now().plusSeconds(120));
        assertThat(by.mode()).isEqualTo(DeliverBy.Mode.RETURN);
        assertThat(by.trace()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-9,0", "-8,1", "-7,1", "-4,3", "-3,3", "-2,4", "-1,4", "0,5", "9,5"})
    void shouldSayThePriorityToTheQueueAndTheNextHops(int asked, int level) throws Exception {
        Taken taken = send("MT-PRIORITY=" + asked);

        assertThat(taken.attributes()).containsEntry(MailPrioritySupport.MAIL_PRIORITY.asString(), level);
        assertThat(taken.received()).contains("id " + taken.name() + " PRIORITY " + Math.min(asked, 0) + "; ");
    }

    @Test
    void shouldAskNothingOfTheQueueWhenMailDoesNot() throws Exception {
        Taken taken = send("");

        assertThat(taken.options()).isEqualTo(TransferOptions.NONE);
        assertThat(taken.delay()).isZero();
        assertThat(taken.attributes()).doesNotContainKeys("postern.hold-until", MailPrioritySupport.MAIL_PRIORITY.asString());
        assertThat(taken.received()).doesNotContain("PRIORITY");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MT-PRIORITY=1 HOLDFOR=60 BY=120;R REQUIRETLS FOO=1 | 555",
        "MT-PRIORITY=1 BY=120;R REQUIRETLS HOLDFOR=121      | 501",
        "REQUIRETLS HOLDFOR=60 MT-PRIORITY=high             | 501",
        "MT-PRIORITY=1 HOLDFOR=60 REQUIRETLS                | 250",
    })
    void shouldForgetParametersOfATransactionThatDidNotComeAbout(String parameters, String code) throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say(MAIL + parameters)).startsWith(code);
            if (code.equals("250")) {
                client.say("RSET");
            }
            assertThat(client.say(MAIL)).isEqualTo("250 2.1.0 Originator OK");
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            assertThat(client.raw("From: " + ALICE + "\r\n\r\n").say(".")).matches("250 2\\.6\\.0 Queued as \\S+");
            assertThat(listener.spool.taken.get(0).options()).isEqualTo(TransferOptions.NONE);
            assertThat(listener.spool.taken.get(0).delay()).isZero();
        }
    }

    @Test
    void shouldForgetParametersWithTheMessage() throws Exception {
        try (SmtpClient client = listener.alice()) {
            for (String parameters : new String[] {"MT-PRIORITY=-5 HOLDFOR=60 REQUIRETLS", ""}) {
                assertThat(client.say(MAIL + parameters)).startsWith("250");
                client.say("RCPT TO:<bob@example.net>");
                client.say("DATA");
                assertThat(client.raw("From: " + ALICE + "\r\n\r\n").say(".")).startsWith("250");
            }
        }
        assertThat(listener.spool.taken).extracting(Taken::options)
            .containsExactly(new TransferOptions(false, true, Optional.of(-5), Optional.empty()), TransferOptions.NONE);
        assertThat(listener.spool.taken.get(1).delay()).isZero();
    }

    private Taken send(String parameters) throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say(MAIL + parameters)).startsWith("250");
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            String reply = client.raw("From: " + ALICE + "\r\n\r\n").say(".");
            Taken taken = listener.spool.taken.get(0);
            Object until = taken.attributes().get("postern.hold-until");
            assertThat(reply).isEqualTo("250 2.6.0 Queued as " + taken.name() + (until == null ? "" : " and held until " + until));
            return taken;
        }
    }
}
