// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;

import org.apache.james.queue.api.MailPrioritySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

/** What an operator may write for an extension. */
class ExtensionOptionsTest {
    private static final String MAIL = "MAIL FROM:<" + ALICE + "> ";

    private static String handler(String name, String content) {
        return "<handler class=\"org.postern.hooks.extensions." + name + "\">" + content + "</handler>";
    }

    private static Listener listener(boolean stock, String chain) throws Exception {
        return stock ? Listener.stock(chain) : Listener.startTls("", chain);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "FutureRelease | FUTURERELEASE | HOLDFOR=60",
        "FutureRelease | FUTURERELEASE | HOLDUNTIL=2200-01-01T00:00:00Z",
        "DeliverByTime | DELIVERBY     | BY=60;R",
        "MtPriority    | MT-PRIORITY   | MT-PRIORITY=1",
        "RequireTls    | REQUIRETLS    | REQUIRETLS",
    })
    void shouldNotKnowWhatIsSwitchedOff(String name, String keyword, String parameter) throws Exception {
        for (boolean stock : new boolean[] {false, true}) {
            try (Listener listener = listener(stock, handler(name, "<enabled>false</enabled>")); SmtpClient client = listener.alice()) {
                assertThat(client.say("EHLO me")).doesNotContain(keyword);
                assertThat(client.say(MAIL + parameter))
                    .startsWith("555 5.5.4 Unknown parameter " + parameter.replaceFirst("=.*", "") + ";");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnnounceAndKeepTheLimitsOfTheOperatorOnce(boolean stock) throws Exception {
        String chain = handler("FutureRelease", "<maxSeconds>60</maxSeconds>") + handler("DeliverByTime", "<minSeconds>0</minSeconds>")
            + handler("Limits", "<maxMessages>9</maxMessages>")
            + "<handler class=\"org.postern.hooks.commands.Rcpt\"><maxRecipients>100</maxRecipients></handler>";
        try (Listener listener = listener(stock, chain); SmtpClient client = listener.alice()) {
            assertThat(client.say("EHLO me"))
                .containsOnlyOnce("FUTURERELEASE 60 20")
                .containsOnlyOnce("-DELIVERBY\n")
                .containsOnlyOnce("LIMITS MAILMAX=9 RCPTMAX=100")
                .doesNotContain("604800", "DELIVERBY 60", "RCPTMAX=1000", "RCPTDOMAINMAX");
            assertThat(client.say(MAIL + "HOLDFOR=61")).startsWith("501 5.5.4 Parameter HOLDFOR: takes seconds, 1 to 60");
            assertThat(client.say(MAIL + "BY=1;R")).startsWith("250");
        }
    }

    @ParameterizedTest
    @CsvSource({"1,6,250 2.1.0", "2,6,250 2.1.0", "3,7,250 2.1.0", "4,7,250 2.1.0", "5,8,250 2.1.0", "6,8,250 2.3.6 5 is",
        "9,8,250 2.3.6 5 is"})
    void shouldLetPeopleStepForwardWhereTheOperatorAllowsIt(int asked, int level, String reply) throws Exception {
        try (Listener listener = listener(false, handler("MtPriority", "<maxPriority>5</maxPriority>"));
                SmtpClient client = listener.alice()) {
            assertThat(client.say(MAIL + "MT-PRIORITY=" + asked)).startsWith(reply);
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            assertThat(client.raw("From: " + ALICE + "\r\n\r\n").say(".")).startsWith("250");
            Taken taken = listener.spool.taken.get(0);
            assertThat(taken.options().priority()).contains(Math.min(asked, 5));
            assertThat(taken.attributes()).containsEntry(MailPrioritySupport.MAIL_PRIORITY.asString(), level);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndTheSessionBeyondTheLastMessage(boolean stock) throws Exception {
        try (Listener listener = listener(stock, handler("Limits", "<maxMessages>2</maxMessages>")); SmtpClient client = listener.alice()) {
            assertThat(client.say(MAIL)).startsWith("250");
            client.say("RSET");
            assertThat(client.say("MAIL FROM:<eve@example.net>")).startsWith("550");
            assertThat(client.say(MAIL)).startsWith("421 4.7.0 More than 2 messages in one session");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldAnnounceNoLimitThatItsSyntaxHasNoRoomFor() throws Exception {
        try (Listener listener = listener(false,
                "<handler class=\"org.postern.hooks.commands.Rcpt\"><maxRecipients>1000000</maxRecipients></handler>");
                SmtpClient client = listener.alice()) {
            assertThat(client.say("EHLO me")).doesNotContain("LIMITS");
        }
        try (Listener listener = listener(false, handler("Limits", "<enabled>false</enabled>")); SmtpClient client = listener.alice()) {
            assertThat(client.say("EHLO me")).doesNotContain("LIMITS");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "FutureRelease | <maxSeconds>0</maxSeconds>          | <maxSeconds> is '0', allowed is a whole number of 1 to 999999999",
        "FutureRelease | <maxSeconds>1000000000</maxSeconds> | 1 to 999999999",
        "FutureRelease | <maxHold>60</maxHold>               | does not know <maxHold>",
        "DeliverByTime | <minSeconds>a minute</minSeconds>   | 0 to 999999999",
        "DeliverByTime | <enabled>perhaps</enabled>          | <enabled> is 'perhaps', allowed is true or false",
        "MtPriority    | <maxPriority>10</maxPriority>       | -9 to 9",
        "MtPriority    | <maxPriority>-10</maxPriority>      | -9 to 9",
        "RequireTls    | <required>true</required>           | does not know <required>, allowed is enabled",
        "Limits        | <maxMessages>-1</maxMessages>       | 0 to 999999",
        "Limits        | <maxRecipients>5</maxRecipients>    | does not know <maxRecipients>",
    })
    void shouldNotStartWhenAnOptionIsWrong(String name, String content, String message) {
        assertThatThrownBy(() -> listener(false, handler(name, content)).close()).hasStackTraceContaining(message);
    }
}
