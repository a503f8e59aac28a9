// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

/** What an operator may write in the handler chain of a listener. */
class HandlerOptionsTest {
    private static final String DSN = "<handler class=\"org.apache.james.smtpserver.dsn.DSNEhloHook\"/>"
        + "<handler class=\"org.apache.james.smtpserver.dsn.DSNMailParameterHook\"/>"
        + "<handler class=\"org.apache.james.smtpserver.dsn.DSNRcptParameterHook\"/>"
        + "<handler class=\"org.apache.james.smtpserver.dsn.DSNMessageHook\"/>";

    private static String check(String content) {
        return "<handler class=\"org.postern.hooks.CheckMessage\">" + content + "</handler>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-sender", "rewrite-from"})
    void shouldLeaveForeignAuthorToTheMailetsWhenPolicySaysSo(String policy) throws Exception {
        try (Listener listener = Listener.startTls("", check("<senderPolicy>" + policy + "</senderPolicy>"));
                SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            assertThat(client.raw("From: list@example.net\r\n\r\n").say(".")).startsWith("250");
            assertThat(listener.spool.taken.get(0).attributes()).containsEntry("postern.sender-policy", policy);
        }
    }

    @Test
    void shouldSwitchChecksByName() throws Exception {
        try (Listener listener = Listener.startTls("", check("<check name=\"nul\" enabled=\"false\"/>"));
                SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            assertThat(client.raw("From: alice@example.org\r\n\r\na\0b\r\n").say(".")).startsWith("250");
        }
    }

    @Test
    void shouldRefuseBareLineEndsWhicheverChecksAreOn() throws Exception {
        try (Listener listener = Listener.startTls("", check("<check name=\"line-endings\" enabled=\"false\"/>"));
                SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            assertThat(client.raw("From: alice@example.org\r\n\r\na\nb\r\n").say(".")).startsWith("554 5.6.0");
        }
    }

    @Test
    void shouldCountErrorsByTheFirstLimit() throws Exception {
        String chain = "<handler class=\"org.postern.hooks.commands.LimitErrors\"><maxErrors>30</maxErrors></handler>";
        try (Listener listener = Listener.startTls("", chain); SmtpClient client = listener.alice()) {
            for (int i = 1; i < 30; i++) {
                assertThat(client.say("FOO")).startsWith("500");
            }
            assertThat(client.say("FOO")).startsWith("421");
        }
    }

    @Test
    void shouldNameTheListenerAsTheOperatorDoes() throws Exception {
        String chain = "<handler class=\"org.postern.hooks.WriteAttributes\"><listener>staff</listener></handler>";
        try (Listener listener = Listener.startTls("", chain); SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            client.raw("From: alice@example.org\r\n\r\n").say(".");
            assertThat(listener.spool.taken.get(0).attributes()).containsEntry("postern.listener", "staff");
        }
    }

    @Test
    void shouldOfferStatusNotificationsWhenJamesHooksForThemAreListed() throws Exception {
        try (Listener listener = Listener.startTls("", DSN); SmtpClient client = listener.alice()) {
            assertThat(client.say("EHLO me")).contains("DSN");
            assertThat(client.say("MAIL FROM:<alice@example.org> RET=HDRS ENVID=abc")).startsWith("250");
            assertThat(client.say("RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@example.net")).startsWith("250");
            assertThat(client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER")).startsWith("250");
            assertThat(client.say("RCPT TO:<eve@example.net> NOTIFY=SOMETIMES")).startsWith("501 5.5.4");
            assertThat(client.say("RCPT TO:<eve@example.net> FOO=1")).startsWith("555 5.5.4");
            client.say("DATA");
            assertThat(client.raw("From: alice@example.org\r\n\r\n").say(".")).startsWith("250");
            assertThat(listener.spool.taken.get(0).recipients()).containsExactly("bob@example.net");
            assertThat(listener.spool.taken.get(0).dsn()).contains("abc").contains("SUCCESS").contains("HDRS");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "org.postern.hooks.CheckMessage         | <check name='no-such' enabled='true'/>  | no-such",
        "org.postern.hooks.CheckMessage         | <senderPolicy>maybe</senderPolicy>      | refuse, add-sender or rewrite-from",
        "org.postern.hooks.CheckMessage         | <senderpolicy>add-sender</senderpolicy> | does not know <senderpolicy>",
        "org.postern.hooks.CheckMessage         | <checks name='nul' enabled='true'/>     | allowed is check, senderPolicy",
        "org.postern.hooks.StampReceived        | <clients>shown</clients>                | does not know <clients>",
        "org.postern.hooks.WriteAttributes      | <name>submission</name>                 | does not know <name>",
        "org.postern.hooks.commands.Rcpt        | <maxRecipients>99</maxRecipients>       | 100 or more",
        "org.postern.hooks.commands.Rcpt        | <maxRecipients>many</maxRecipients>     | 100 or more",
        "org.postern.hooks.commands.LimitErrors | <maxErrors>0</maxErrors>                | 1 or more",
    })
    void shouldNotStartWhenAnOptionIsWrong(String handler, String content, String message) {
        String chain = "<handler class=\"" + handler + "\">" + content.replace('\'', '"') + "</handler>";
        assertThatThrownBy(() -> Listener.startTls("", chain).close()).hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<connectiontimeout>0</connectiontimeout> | <connectiontimeout>",
        "<dataTimeout>soon</dataTimeout>          | <dataTimeout>",
        "<maxExecutorCount>0</maxExecutorCount>   | <maxExecutorCount>",
        "<shutdownGrace>-1</shutdownGrace>        | <shutdownGrace>",
    })
    void shouldNotStartWhenAnOptionOfTheListenerIsWrong(String options, String message) {
        assertThatThrownBy(() -> Listener.startTls(options, "").close()).hasStackTraceContaining(message);
    }
}
