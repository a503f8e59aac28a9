// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

/** 6409-6.2: how much an account may send. */
class LimitSendingTest {
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";
    private static final String POLICY = "<handler class=\"org.postern.hooks.RecipientPolicy\"><deny to=\"*@denied.test\"/></handler>";

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldRefuseAtTheCommandThatIsAboveALimit(boolean stock) throws Exception {
        try (Listener listener = open(stock, "<messages hour='2'/><recipients hour='3'/><domains hour='2'/>");
                SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<a@a.test>")).startsWith("250");
            assertThat(client.say("RCPT TO:<b@a.test>")).startsWith("250");
            assertThat(client.say("RCPT TO:<b@a.test>")).as("the same again").startsWith("250");
            assertThat(client.say("RCPT TO:<a@b.test>")).startsWith("250");
            assertThat(client.say("RCPT TO:<b@b.test>"))
                .isEqualTo("450 4.7.1 alice@example.org may send 3 recipients an hour; there is room again in 20 minutes");
            assertThat(client.say("RCPT TO:<postmaster>")).as("the operator").startsWith("250");
            client.say("DATA");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("250");
            assertThat(listener.spool.taken.get(0).recipients()).hasSize(4);
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<postmaster>")).startsWith("250");
            client.say("DATA");
            assertThat(client.raw(MESSAGE).say(".")).startsWith("250");

            assertThat(client.say("MAIL FROM:<" + ALICE + ">"))
                .isEqualTo("450 4.7.1 alice@example.org may send 2 messages an hour; there is room again in 30 minutes");
            assertThat(client.say("RCPT TO:<a@a.test>")).startsWith("503");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldCountDomainsOnce(boolean stock) throws Exception {
        try (Listener listener = open(stock, "<domains day='2'/>"); SmtpClient client = listener.alice()) {
            client.address(ALICE, "a@a.test", "a@b.test", "b@a.test");
            assertThat(client.say("RCPT TO:<a@c.test>"))
                .isEqualTo("450 4.7.1 alice@example.org may send 2 domains of recipients a day; there is room again in 12 hours");
            assertThat(client.say("RCPT TO:<b@b.test>")).startsWith("250");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldGiveBackWhatCameToNothing(boolean stock) throws Exception {
        try (Listener listener = open(stock, "<messages hour='1'/><recipients hour='2'/>"); SmtpClient client = listener.alice()) {
            client.address(ALICE, "a@a.test", "b@a.test");
            assertThat(client.say("RSET")).startsWith("250");
            client.address(ALICE, "a@a.test");
            assertThat(client.say("RCPT TO:<a@denied.test>")).startsWith("550 5.7.1");
            assertThat(client.say("RCPT TO:<nobody>junk")).startsWith("501");
            client.say("RCPT TO:<b@a.test>");
            assertThat(client.say("RCPT TO:<c@a.test>")).startsWith("450 4.7.1");
            client.say("DATA");
            assertThat(client.raw("From: eve@example.net\r\n\r\n").say(".")).startsWith("550 5.7.1");
            client.begin(ALICE, "a@a.test", "b@a.test");
            client.abort();
            SmtpClient next = listener.alice();
            listener.spool.fault = Optional.of(new IOException("full"));
            next.begin(ALICE, "a@a.test", "b@a.test");
            assertThat(next.raw(MESSAGE).say(".")).startsWith("451");
            listener.spool.fault = Optional.empty();
            next.begin(ALICE, "a@a.test", "b@a.test");
            assertThat(next.raw(MESSAGE).say(".")).startsWith("250");
            assertThat(next.say("MAIL FROM:<" + ALICE + ">")).startsWith("450 4.7.1");
            next.close();
        }
    }

    @Test
    void shouldNotSpendTheSameRoomTwiceInTwoSessions() throws Exception {
        try (Listener listener = open(false, "<messages hour='1'/>"); SmtpClient one = listener.alice();
                SmtpClient other = listener.alice()) {
            one.address(ALICE, "a@a.test");
            assertThat(other.say("MAIL FROM:<" + ALICE + ">")).startsWith("450 4.7.1");
            assertThat(one.say("QUIT")).startsWith("221");
            assertThat(other.say("MAIL FROM:<" + ALICE + ">")).startsWith("250");
        }
    }

    @Test
    void shouldCountChunkedMessages() throws Exception {
        try (Listener listener = open(false, "<messages hour='1'/>"); SmtpClient client = listener.alice()) {
            client.address(ALICE, "a@a.test");
            assertThat(client.raw("BDAT " + MESSAGE.length() + " LAST\r\n" + MESSAGE).reply()).startsWith("250");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("450 4.7.1");
        }
    }

    @Test
    void shouldChargeWhosePasswordItIsToo() throws Exception {
        String rules = "<limits><limit user=\"" + ALICE + "\"><messages hour=\"1\"/></limit></limits>";
        try (Listener listener = Listener.configured(Map.of("limits", rules), "");
                SmtpClient client = listener.connect().startTls(); SmtpClient boss = listener.connect().startTls().login(BOSS, PASSWORD)) {
            client.say("EHLO me");
            assertThat(client.say("AUTH PLAIN " + base64(BOSS + "\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
            client.begin(BOSS, "a@a.test");
            assertThat(client.raw(MESSAGE.replace(ALICE, BOSS)).say(".")).startsWith("250");
            assertThat(listener.spool.taken.get(0).attributes())
                .containsEntry("postern.username", BOSS).containsEntry("postern.account", ALICE);
            assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("450 4.7.1 alice@example.org may send 1 messages an hour");
            assertThat(boss.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
        }
    }

    @Test
    void shouldHoldForReviewWhereTheFileSaysSo() throws Exception {
        String rules = "<limits><limit user=\"*\" onExceed=\"hold\"><recipients day=\"1\"/><held day=\"1\"/></limit></limits>";
        try (Listener listener = Listener.configured(Map.of("limits", rules), ""); SmtpClient client = listener.alice();
                LogOf log = LogOf.info()) {
            client.begin(ALICE, "a@a.test", "b@a.test");
            String reply = client.raw(MESSAGE).say(".");

            Taken taken = listener.spool.taken.get(0);
            assertThat(reply).isEqualTo("250 2.6.0 Queued as " + taken.name()
                + " and held for review: it is above a limit of your account; ask your postmaster");
            assertThat(taken.attributes()).containsEntry("postern.held", "1 recipients a day");
            client.address(ALICE);
            assertThat(client.say("RCPT TO:<a@a.test>"))
                .startsWith("450 4.7.1 alice@example.org may send 1 messages held for review a day");
            assertThat(log.lines()).filteredOn(line -> line.contains("account alert")).containsExactly(
                "WARN account alert user=alice@example.org kind=limit-reached limit=\"1 recipients a day\" suspend=false");
        }
    }

    @Test
    void shouldNoticeManyRefusedRecipients() throws Exception {
        try (Listener listener = Listener.configured(Map.of("limits", "<limits><alerts><refusedRecipients of=\"5\" suspend=\"true\"/>"
                + "</alerts></limits>"), POLICY); SmtpClient client = listener.alice()) {
            client.address(ALICE, "a@a.test", "b@a.test", "c@a.test");
            assertThat(client.say("RCPT TO:<a@denied.test>")).startsWith("550");
            client.say("RCPT TO:<b@denied.test>");

            Awaitility.await().untilAsserted(() -> assertThat(listener.suspensions.all()).singleElement()
                .extracting(one -> one.username().asString()).isEqualTo(ALICE));
            assertThat(client.reply()).startsWith("421");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldCountEachRecipientOnceAndOnlyWhatIsSaidOfIt(boolean stock) throws Exception {
        String rules = "<limits><alerts><refusedRecipients percent=\"30\" of=\"5\"/></alerts></limits>";
        try (Listener listener = stock ? Listener.stockConfigured(Map.of("limits", rules), POLICY)
                : Listener.configured(Map.of("limits", rules), POLICY); SmtpClient client = listener.alice(); LogOf log = LogOf.info()) {
            client.address(ALICE, "a@a.test", "b@a.test", "c@a.test", "a@a.test", "a@a.test");
            assertThat(client.say("RCPT TO:<d@a.test> FOO=bar")).startsWith("555");
            assertThat(client.say("RCPT TO:<a@denied.test>")).startsWith("550");
            assertThat(log.lines()).noneMatch(line -> line.contains("account alert"));
            assertThat(client.say("RCPT TO:<b@denied.test>")).startsWith("550");

            assertThat(log.lines()).filteredOn(line -> line.contains("account alert")).containsExactly(
                "WARN account alert user=alice@example.org kind=refused-recipients refused=2 of=5 minutes=10 suspend=false");
        }
    }

    @Test
    void shouldNotStartWhenTheFileIsWrong() {
        assertThatThrownBy(() -> open(false, "<messages hour='lots'/>").close())
            .hasStackTraceContaining("limits.xml: <messages hour=\"lots\">: allowed is a whole number");
    }

    private static Listener open(boolean stock, String limits) throws Exception {
        Map<String, String> files = Map.of("limits", "<limits><limit user=\"*\">" + limits.replace('\'', '"') + "</limit></limits>");
        return stock ? Listener.stockConfigured(files, POLICY) : Listener.configured(files, POLICY);
    }
}
