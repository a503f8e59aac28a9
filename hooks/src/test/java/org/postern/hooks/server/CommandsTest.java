// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.PASSWORD;

import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

class CommandsTest {
    private static Listener listener;

    @BeforeAll
    static void open() throws Exception {
        listener = Listener.startTls("<maxmessagesize>1000B</maxmessagesize>",
            "<handler class=\"org.postern.hooks.commands.Rcpt\"><maxRecipients>100</maxRecipients></handler>");
    }

    @AfterAll
    static void close() throws Exception {
        listener.close();
    }

    @Test
    void shouldAnnounceOnlyWhatWorksAtThatMoment() throws Exception {
        try (SmtpClient client = listener.connect()) {
            assertThat(client.reply()).isEqualTo("220 mail.example.org ESMTP Postern");
            String always = "250-mail.example.org\n250-PIPELINING\n250-ENHANCEDSTATUSCODES\n250-8BITMIME\n";
            String extensions = "250-SMTPUTF8\n250-DSN\n250-FUTURERELEASE 604800 20\\S+Z\n250-DELIVERBY 60\n250-MT-PRIORITY\n";
            assertThat(client.say("EHLO a_b-1"))
                .matches(always + "250-STARTTLS\n250-SIZE 1000\n" + extensions + "250-LIMITS RCPTMAX=100\n250-CHUNKING\n250 BINARYMIME");
            assertThat(client.say("STARTTLS")).isEqualTo("220 2.0.0 Ready to start TLS");
            client.handshake();
            assertThat(client.say("EHLO [127.0.0.1]"))
                .matches(always + "250-AUTH PLAIN LOGIN\n250-AUTH=PLAIN LOGIN\n250-SIZE 1000\n" + extensions
                    + "250-REQUIRETLS\n250-LIMITS RCPTMAX=100\n250-CHUNKING\n250 BINARYMIME");
            client.login(ALICE, PASSWORD);
            assertThat(client.say("EHLO 7"))
                .matches(always + "250-SIZE 1000\n" + extensions + "250-REQUIRETLS\n250-LIMITS RCPTMAX=100\n250-CHUNKING\n250 BINARYMIME");
            assertThat(client.say("HELO me")).isEqualTo("250 mail.example.org");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MAIL FROM:<alice@example.org>                     | 250 2.1.0",
        "MAIL FROM: <alice@example.org>                    | 250 2.1.0",
        "mail from:<alice@example.org> BODY=8BITMIME       | 250 2.1.0",
        "MAIL FROM:<alice@example.org> BODY=7BIT SIZE=1000 | 250 2.1.0",
        "MAIL FROM:<@relay.test:alice@example.org>         | 250 2.1.0",
        "MAIL FROM:<@relay test:alice@example.org>         | 501 5.1.7",
        "MAIL FROM:<alice>                                 | 250 2.1.0",
        "MAIL FROM:<>                                      | 250 2.1.0",
        "MAIL FROM:<alice+x@example.org>                   | 250 2.1.0",
        "MAIL FROM:<alice@example.org> AUTH=<>             | 250 2.1.0",
        "MAIL FROM:<alice@example.org> AUTH=eve@x.test     | 250 2.1.0",
        "MAIL FROM:<bob@example.org>                       | 550 5.7.1",
        "MAIL FROM:<bob>                                   | 550 5.7.1",
        "MAIL FROM:<alice@example.org> SIZE=1001           | 552 5.3.4",
        "MAIL FROM:<alice@example.org> SIZE=99999999999999999999 | 552 5.3.4",
        "MAIL FROM:<alice@example.org> SIZE=999999999999999999999 | 501 5.5.4",
        "MAIL FROM:<alice@example.org> SIZE=               | 501 5.5.4",
        "MAIL FROM:<alice@example.org> SIZE=-1             | 501 5.5.4",
        "MAIL FROM:<alice@example.org> body=BinaryMIME     | 250 2.1.0",
        "mail from:<alice@example.org> body=8bitmime auth=<> size=1 | 250 2.1.0",
        "MAIL FROM:<alice@example.org> Body=7Bit Smtputf8 Ret=Hdrs Envid=1 | 250 2.1.0",
        "MAIL FROM:<alice@example.org> AUTH=a+2Bb@x.test   | 250 2.1.0",
        "MAIL FROM:<alice@example.org> AUTH=a+b@x.test     | 501 5.5.4 Parameter AUTH: takes an address in xtext",
        "MAIL FROM:<alice@example.org> AUTH=a=b            | 501 5.5.4 Parameter AUTH",
        "MAIL FROM:<alice@example.org> AUTH=               | 501 5.5.4 Parameter AUTH",
        "MAIL FROM:<alice@example.org> AUTH=<> auth=<>     | 501 5.5.4 Parameter AUTH: may be given once only",
        "MAIL FROM:<alice@example.org> BODY=9BIT           | 555 5.5.4 Unknown parameter BODY=9BIT",
        "MAIL FROM:<alice@example.org> FOO=HDRS            | 555 5.5.4",
        "MAIL FROM:<alice@example.org> =x                  | 501 5.5.4",
        "MAIL FROM:<alice@example.org> SIZE=1 SIZE=1       | 501 5.5.4",
        "MAIL FROM:<alice@example.org>SIZE=1               | 501 5.5.4",
        "MAIL FROM:<alice@example>                         | 554 5.1.7",
        "MAIL FROM:<alice@[127.0.0.1]>                     | 554 5.1.7",
        "MAIL FROM:alice@example.org                       | 501 5.1.7",
        "MAIL FROM:<alice@@example.org>                    | 501 5.1.7",
        "MAIL FROM:<alice@example.org                      | 501 5.1.7",
        "MAIL FROM:                                        | 501 5.5.4",
        "MAIL                                              | 501 5.5.4",
        "MAIL TO:<alice@example.org>                       | 501 5.5.4",
        "RCPT TO:<bob@example.net>                         | 503 5.5.1",
        "DATA                                              | 503 5.5.1",
        "AUTH PLAIN                                        | 503 5.5.1",
        "STARTTLS                                          | 503 5.5.1",
        "EHLO                                              | 501 5.5.4",
        "NOOP whatever                                     | 250 2.0.0",
        "RSET                                              | 250 2.0.0",
        "RSET x                                            | 501 5.5.4",
        "QUIT x                                            | 501 5.5.4",
        "HELP                                              | 214 2.0.0",
        "VRFY alice                                        | 252 2.1.5",
        "EXPN staff                                        | 502 5.5.1",
        "ETRN example.org                                  | 502 5.5.1",
        "FOO                                               | 500 5.5.1",
        "''                                                | 500 5.5.1",
    })
    void shouldAnswerWhenAuthenticated(String command, String reply) throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say(command)).startsWith(reply);
            assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "RCPT TO:<bob@example.net>                | 250 2.1.5",
        "RCPT TO:<bob>                            | 250 2.1.5",
        "RCPT TO:<\"b>ob\"@example.net>           | 250 2.1.5",
        "RCPT TO:<@a.test,@b.test:bob@c.test>     | 250 2.1.5",
        "RCPT TO:<>                               | 501 5.1.3",
        "RCPT TO:bob@example.net                  | 501 5.1.3",
        "RCPT TO:<bob@@example.net>               | 501 5.1.3",
        "RCPT TO:<bob@example>                    | 554 5.1.2",
        "RCPT TO:<bob@[192.0.2.1]>                | 554 5.1.2",
        "RCPT TO:<bob@example.net> NOTIFY=NEVER   | 250 2.1.5",
        "RCPT TO:<bob@example.net> FOO FOO        | 501 5.5.4",
        "RCPT TO:<bob@example.net> FOO            | 555 5.5.4",
        "RCPT FROM:<bob@example.net>              | 501 5.5.4",
        "MAIL FROM:<alice@example.org>            | 503 5.5.1",
        "AUTH PLAIN                               | 503 5.5.1",
        "DATA                                     | 503 5.5.1",
        "DATA x                                   | 501 5.5.4",
    })
    void shouldAnswerInTransaction(String command, String reply) throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<alice@example.org>");
            assertThat(client.say(command)).startsWith(reply);
        }
    }

    @Test
    void shouldRefuseMailWhenNobodyHasAuthenticated() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.reply();
            client.say("EHLO me");
            assertThat(client.say("MAIL FROM:<alice@example.org>")).isEqualTo("530 5.7.0 Must issue a STARTTLS command first");
            client.say("STARTTLS");
            client.handshake();
            client.say("EHLO me");
            assertThat(client.say("MAIL FROM:<alice@example.org>")).isEqualTo("530 5.7.0 Authentication required");
            assertThat(client.say("RCPT TO:<bob@example.org>")).startsWith("503 5.5.1");
            assertThat(client.say("DATA")).startsWith("503 5.5.1");
        }
    }

    @Test
    void shouldQualifyLocalPartsWithPersonsDomain() throws Exception {
        try (SmtpClient client = listener.alice()) {
            int before = listener.spool.taken.size();
            client.begin("alice", "bob", "bob@EXAMPLE.org", "carol@example.net").raw("From: alice@example.org\r\n\r\nx\r\n").say(".");

            assertThat(listener.spool.taken.get(before).sender()).isEqualTo(ALICE);
            assertThat(listener.spool.taken.get(before).recipients()).containsExactly("bob@example.org", "carol@example.net");
        }
    }

    @Test
    void shouldTakeRestOfRecipientsInAnotherTransactionWhenThereAreTooMany() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<alice@example.org>");
            for (int i = 0; i < 100; i++) {
                assertThat(client.say("RCPT TO:<r" + i + "@example.net>")).startsWith("250");
            }
            assertThat(client.say("RCPT TO:<r100@example.net>")).startsWith("452 4.5.3");
            assertThat(client.say("RCPT TO:<r99@example.net>")).startsWith("250");
            assertThat(client.say("DATA")).startsWith("354");
        }
    }

    @Test
    void shouldForgetTransactionWhenResetOrGreetedAgain() throws Exception {
        try (SmtpClient client = listener.alice()) {
            for (String command : new String[] {"RSET", "EHLO again", "HELO again"}) {
                assertThat(client.say("MAIL FROM:<alice@example.org>")).startsWith("250");
                client.say("RCPT TO:<bob@example.net>");
                assertThat(client.say(command)).startsWith("250");
                assertThat(client.say("DATA")).startsWith("503");
            }
        }
    }

    /** Fails at everybody. */
    public static final class BrokenHook implements MailHook {
        @Override
        public HookResult doMail(SMTPSession session, MaybeSender sender) {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void shouldBeginNoTransactionWhenAHookThrows() throws Exception {
        try (Listener hooked = Listener.startTls("", "<handler class=\"" + BrokenHook.class.getName() + "\"/>");
                SmtpClient client = hooked.alice()) {
            assertThat(client.say("MAIL FROM:<alice@example.org>")).startsWith("451 4.3.0");
            assertThat(client.say("RCPT TO:<bob@example.net>")).startsWith("503 5.5.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "EHLO me", "RSET"})
    void shouldEndSessionWhenNobodyAuthenticatesInManyCommands(String command) throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.reply();
            for (int i = 1; i <= 100; i++) {
                assertThat(client.say(command)).startsWith("250");
            }
            assertThat(client.say(command)).startsWith("421 4.7.0 Too many commands without authentication");
            assertThat(client.isClosed()).isTrue();
        }
        try (SmtpClient client = listener.alice()) {
            for (int i = 1; i <= 200; i++) {
                assertThat(client.say(command)).startsWith("250");
            }
        }
    }

    @Test
    void shouldEndSessionWhenThereAreTooManyErrors() throws Exception {
        try (SmtpClient client = listener.alice()) {
            for (int i = 1; i < 20; i++) {
                assertThat(client.say("FOO")).startsWith("500");
            }
            assertThat(client.say("FOO")).startsWith("421 4.7.0");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldNotCountWrongAddressesAsErrorsOfTheClient() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<alice@example.org>");
            for (int i = 0; i < 40; i++) {
                assertThat(client.say("RCPT TO:<a b@example.org>")).startsWith("501 5.1.3");
                assertThat(client.say("RCPT TO:<a@b>")).startsWith("554 5.1.2");
            }
        }
    }

    @Test
    void shouldStayInStepWhenCommandLinesAreBad() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.raw("NOOP\nNOOP\r\nNOOP " + "x".repeat(2044) + "\r\nNOOP " + "x".repeat(2043) + "\r\nNOOP " + "x".repeat(100_000)
                + "\r\n\0\u00ff\u0001\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("500 5.5.2");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.reply()).startsWith("500 5.5.2");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.reply()).startsWith("500 5.5.2");
            assertThat(client.reply()).startsWith("500 5.5.1");
            assertThat(client.reply()).startsWith("250");
        }
    }

    @Test
    void shouldAnswerInOrderWhenPipelined() throws Exception {
        try (SmtpClient client = listener.alice()) {
            int before = listener.spool.taken.size();
            String transaction = "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.net>\r\nRCPT TO:<x@y>\r\nDATA\r\n";
            client.raw(transaction);
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("554 5.1.2");
            assertThat(client.reply()).startsWith("354");
            // The next transaction and QUIT come along with the end of the first message.
            client.raw("From: alice@example.org\r\n\r\none\r\n.\r\n" + transaction);
            assertThat(client.reply()).startsWith("250 2.6.0");
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("554");
            assertThat(client.reply()).startsWith("354");
            client.raw("From: alice@example.org\r\n\r\ntwo\r\n.\r\nQUIT\r\n");
            assertThat(client.reply()).startsWith("250 2.6.0");
            assertThat(client.reply()).startsWith("221");
            assertThat(listener.spool.taken.subList(before, before + 2)).extracting(taken -> taken.asSent())
                .containsExactly("From: alice@example.org\r\n\r\none\r\n", "From: alice@example.org\r\n\r\ntwo\r\n");
        }
    }
}
