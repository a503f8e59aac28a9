// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.submission.MailDomains.Standing;

/** 6409-6.2 and 6409-6.4: who may send to whom, the operator whom everybody reaches, and the page that helps. */
class SitePolicyTest {
    private static final String POLICY = "<handler class=\"org.postern.hooks.RecipientPolicy\">"
        + "<allow who=\"boss@example.org\"/>"
        + "<allow to=\"press@example.net\"/>"
        + "<deny who=\"*@example.org\" to=\"*@example.net\" text=\"ask boss@example.org\"/>"
        + "<deny to=\"*@*.example.com\"/>"
        + "<deny to=\"operator@example.org\"/>"
        + "</handler>";
    private static final String HELP = "<handler class=\"org.postern.hooks.commands.HelpPage\">"
        + "<url>https://help.example.org/mail#{code}</url></handler>";

    private static Listener listener;

    @BeforeAll
    static void open() throws Exception {
        listener = Listener.startTls("<maxmessagesize>1000B</maxmessagesize>", HELP + POLICY);
    }

    @AfterAll
    static void close() throws Exception {
        listener.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "alice@example.org | bob@example.net     | 550 5.7.1 alice@example.org may not send to bob@example.net; ask boss@example.org",
        "alice@example.org | press@example.net   | 250 2.1.5",
        "alice@example.org | bob@sub.example.net | 250 2.1.5",
        "alice@example.org | bob@a.example.com   | 550 5.7.1 alice@example.org may not send to bob@a.example.com; ask whoever runs",
        "alice@example.org | bob@example.com     | 250 2.1.5",
        "boss@example.org  | bob@example.net     | 250 2.1.5",
    })
    void shouldLetTheFirstRuleDecide(String who, String to, String reply) throws Exception {
        try (SmtpClient client = listener.connect().startTls().login(who, PASSWORD)) {
            client.say("MAIL FROM:<" + who + ">");
            assertThat(client.say("RCPT TO:<" + to + ">")).startsWith(reply);
        }
    }

    @ParameterizedTest
    @CsvSource({"postmaster", "POSTMASTER", "Postmaster", "abuse", "Abuse"})
    void shouldReachTheOperatorWhateverTheRulesSay(String name) throws Exception {
        listener.dns.standings.put("example.org", Standing.NO_SUCH_DOMAIN);
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<operator@example.org>")).startsWith("550 5.7.1");
            assertThat(client.say("RCPT TO:<" + name + ">")).startsWith("250 2.1.5");
            assertThat(client.say("RCPT TO:<operator@example.org>")).startsWith("250 2.1.5");
            assertThat(client.say("RCPT TO:<boss@example.org>")).as("of this server's own domain").startsWith("250 2.1.5");
            int before = listener.spool.taken.size();
            client.say("DATA");
            assertThat(client.raw("From: alice@example.org\r\n\r\nHelp!\r\n").say(".")).startsWith("250");
            assertThat(listener.spool.taken.get(before).recipients()).contains("operator@example.org");
        } finally {
            listener.dns.standings.remove("example.org");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "<postmaster", "postmaster>", "abuse"})
    void shouldTakeNoRoleWithoutItsBrackets(String path) throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:" + path)).startsWith("501 5.");
        }
    }

    @Test
    void shouldSendRolesWhereTheOperatorSays() throws Exception {
        try (Listener own = Listener.startTls("", "<handler class=\"org.postern.hooks.commands.RoleAddresses\">"
                + "<postmaster>ops@example.net</postmaster><abuse>off</abuse></handler>");
                SmtpClient client = own.alice().begin(ALICE, "postmaster", "abuse")) {
            assertThat(client.raw("From: alice@example.org\r\n\r\n").say(".")).startsWith("250");
            assertThat(own.spool.taken.get(0).recipients()).containsExactly("ops@example.net", "abuse@example.org");
        }
    }

    @Test
    void shouldSendRolesToThePersonsDomainWhenTheServerHasNoPostmaster() throws Exception {
        try (Listener unnamed = Listener.startTls()) {
            unnamed.postmaster = "postmaster@localhost";
            SmtpClient client = unnamed.alice().begin(ALICE, "Postmaster", "ABUSE");
            assertThat(client.raw("From: alice@example.org\r\n\r\n").say(".")).startsWith("250");
            assertThat(unnamed.spool.taken.get(0).recipients()).containsExactly("postmaster@example.org", "abuse@example.org");
            client.close();
        }
    }

    @Test
    void shouldNameTheHelpPageOnceInEveryRefusal() throws Exception {
        try (SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO me");
            assertThat(client.say("AUTH FOO")).startsWith("504 5.5.4").endsWith("; there are PLAIN LOGIN https://help.example.org/mail#5.5.4");
            client.say("AUTH LOGIN");
            assertOnce(client.say("*"), "501 5.7.0");
            client.say("AUTH PLAIN");
            assertOnce(client.say(base64("\0" + ALICE + "\0wrong")), "535 5.7.8");
            client.login(ALICE, PASSWORD);
            assertOnce(client.say("MAIL FROM:<" + BOSS + ">"), "550 5.7.1");
            assertOnce(client.say("MAIL FROM:<" + ALICE + "> SIZE=1001"), "552 5.3.4");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).isEqualTo("250 2.1.0 Originator OK");
            assertOnce(client.say("RCPT TO:<bob@example.net>"), "550 5.7.1");
            assertOnce(client.say("DATA"), "503 5.5.1");
            assertThat(client.say("FOO")).doesNotContain("https:");
            client.say("RCPT TO:<bob@example.com>");
            assertThat(client.say("DATA")).startsWith("354").doesNotContain("https:");
            assertOnce(client.raw("From: eve@example.net\r\n\r\n").say("."), "550 5.7.1");
            client.begin(ALICE, "bob@example.com");
            assertOnce(client.raw("From: alice@example.org\r\n\r\n" + "x".repeat(1000) + "\r\n").say("."), "552 5.3.4");
            client.begin(ALICE, "bob@example.com");
            assertOnce(client.raw("From: alice@example.org\r\n\r\na\nb\r\n").say("."), "554 5.6.0");
        }
    }

    @Test
    void shouldKeepTheLineShortWhenTheTextIsLong() throws Exception {
        String local = "x".repeat(60);
        String domain = ("y".repeat(40) + ".").repeat(4) + "example.com";
        String page = "https://help.example.org/" + "z".repeat(160);
        try (Listener longPage = Listener.startTls("", HELP.replaceAll("https[^<]*", page)
                + "<handler class=\"org.postern.hooks.RecipientPolicy\"><deny text=\"" + "t".repeat(300) + "\"/></handler>");
                SmtpClient client = longPage.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            String reply = client.say("RCPT TO:<" + local + "@" + domain + ">");
            assertThat(reply).startsWith("550 5.7.1 alice@example.org may not send to ").endsWith("... " + page).hasSize(510);
        }
    }

    @Test
    void shouldNameTheHelpPageOnceOnAStockListener() throws Exception {
        try (Listener stock = Listener.stock(HELP + POLICY); SmtpClient client = stock.alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertOnce(client.say("RCPT TO:<bob@example.net>"), "550 5.7.1");
            assertThat(client.say("RCPT TO:<postmaster>")).startsWith("250");
            client.say("DATA");
            assertOnce(client.raw("From: eve@example.net\r\n\r\n.\r\n").reply(), "550 5.7.1");
        }
    }

    private static void assertOnce(String reply, String start) {
        assertThat(reply).startsWith(start).endsWith(" https://help.example.org/mail#" + start.substring(4));
        assertThat(reply.split("https:", -1)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "RecipientPolicy        | <deny too='*'/>                                | allowed are who, to and text",
        "RecipientPolicy        | <deny to='a@*.org'/>                           | allowed is an address",
        "RecipientPolicy        | <refuse to='*'/>                               | does not know <refuse>",
        "commands.RoleAddresses | <postmaster>nobody</postmaster>                | an address or off",
        "commands.HelpPage      | <url>help</url>                                | http://, https:// or mailto:",
        "commands.HelpPage      | <link>https://help.example.org</link>          | does not know <link>",
    })
    void shouldNotStartWhenAnOptionIsWrong(String handler, String content, String message) {
        String chain = "<handler class=\"org.postern.hooks." + handler + "\">" + content.replace('\'', '"') + "</handler>";
        assertThatThrownBy(() -> Listener.startTls("", chain).close()).hasStackTraceContaining(message);
    }
}
