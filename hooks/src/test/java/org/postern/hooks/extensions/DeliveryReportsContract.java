// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.SmtpClient.utf8;

import java.util.Map;

import org.apache.mailet.AttributeValue;
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

/** 3461 through the wire, whoever's listener it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeliveryReportsContract {
    private static final String MAIL = "MAIL FROM:<" + ALICE + "> ";
    private static final String ORIGINALS = "postern.orcpt";
    private static final String FIFTY = "1234567+3D1234567+3D1234567+3D1234567+3D1234567+3D";
    private static final String HUNDRED = FIFTY + FIFTY;

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

    Listener opened() {
        return listener;
    }

    @Test
    void shouldAnnounceDsn() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.reply();
            assertThat(client.say("EHLO me").lines().map(line -> line.substring(4))).contains("DSN");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "RET=FULL                     | 250 2.1.0",
        "ret=hdrs envid=QQ314159      | 250 2.1.0",
        "ENVID=a+20b+2B+3Dc           | 250 2.1.0",
        "ENVID=" + HUNDRED + "        | 250 2.1.0",
        "ENVID=" + HUNDRED + "5       | 501 5.5.4 Parameter ENVID: takes printable ASCII in xtext (RFC 3461), up to 100 octets",
        "ENVID=                       | 501 5.5.4 Parameter ENVID",
        "ENVID                        | 501 5.5.4 Parameter ENVID",
        "ENVID=a+2                    | 501 5.5.4 Parameter ENVID",
        "ENVID=a+2b                   | 501 5.5.4 Parameter ENVID",
        "ENVID=a=b                    | 501 5.5.4 Parameter ENVID",
        "ENVID=a+0D+0Ab               | 501 5.5.4 Parameter ENVID",
        "ENVID=a+FC                   | 501 5.5.4 Parameter ENVID",
        "ENVID=\u00c3\u00bc         | 501 5.5.4 Parameter ENVID",
        "ENVID=1 ENVID=1              | 501 5.5.4 Parameter ENVID: may be given once only",
        "RET=BODY                     | 501 5.5.4 Parameter RET: takes FULL or HDRS",
        "RET=                         | 501 5.5.4 Parameter RET",
        "RET=FULL RET=FULL            | 501 5.5.4 Parameter RET: may be given once only",
        "NOTIFY=NEVER                 | 555 5.5.4",
    })
    void shouldJudgeParametersOfMail(String parameters, String reply) throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say(MAIL + parameters)).startsWith(reply);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NOTIFY=NEVER                             | 250 2.1.5",
        "notify=success,Failure,DELAY             | 250 2.1.5",
        "NOTIFY=NEVER,SUCCESS                     | 501 5.5.4 Parameter NOTIFY: takes NEVER, or one or more of SUCCESS,FAILURE,DELAY",
        "NOTIFY=SUCCESS,NEVER                     | 501 5.5.4 Parameter NOTIFY",
        "NOTIFY=SUCCESS,                          | 501 5.5.4 Parameter NOTIFY",
        "NOTIFY=SOMETIMES                         | 501 5.5.4 Parameter NOTIFY",
        "NOTIFY=                                  | 501 5.5.4 Parameter NOTIFY",
        "NOTIFY                                   | 501 5.5.4 Parameter NOTIFY",
        "NOTIFY=DELAY NOTIFY=DELAY                | 501 5.5.4 Parameter NOTIFY: may be given once only",
        "ORCPT=rfc822;Bob@Ex.example              | 250 2.1.5",
        "orcpt=RFC822;a+2Bb@ex.example NOTIFY=DELAY | 250 2.1.5",
        "ORCPT=x400;/G=Bob/S=Builder/             | 501 5.5.4",
        "ORCPT=x400;/G+3DBob/S+3DBuilder/         | 250 2.1.5",
        "ORCPT=rfc822;no+20address                | 250 2.1.5",
        "ORCPT=utf-8;b\\x{FC}ro@ex.example      | 250 2.1.5",
        "ORCPT=UTF-8;b\\x{1F600}\\x{2B}@ex.example | 250 2.1.5",
        "ORCPT=utf-8;b\\x{fc}ro@ex.example      | 501 5.5.4 Parameter ORCPT",
        "ORCPT=utf-8;b\\x{D800}ro@ex.example    | 501 5.5.4 Parameter ORCPT",
        "ORCPT=utf-8;b\\x{0A}ro@ex.example      | 501 5.5.4 Parameter ORCPT",
        "ORCPT=utf-8;b\\x{110000}ro@ex.example  | 501 5.5.4 Parameter ORCPT",
        "ORCPT=utf-8;b+2Bro@ex.example            | 501 5.5.4 Parameter ORCPT",
        "ORCPT=utf-8;                             | 501 5.5.4 Parameter ORCPT",
        "ORCPT=utf-8;b\u00fcro@ex.example        | 501 5.5.4 Parameter ORCPT",
        "ORCPT=rfc822                             | 501 5.5.4 Parameter ORCPT: takes type;address, as in rfc822;name@example.org",
        "ORCPT=rfc822;                            | 501 5.5.4 Parameter ORCPT",
        "ORCPT=;bob@ex.example                    | 501 5.5.4 Parameter ORCPT",
        "ORCPT=rfc(822);bob@ex.example            | 501 5.5.4 Parameter ORCPT",
        "ORCPT=rfc822;a+0D+0Ab@ex.example         | 501 5.5.4 Parameter ORCPT",
        "ORCPT=rfc822;a+b@ex.example              | 501 5.5.4 Parameter ORCPT",
        "RET=FULL                                 | 555 5.5.4",
    })
    void shouldJudgeParametersOfRcpt(String parameters, String reply) throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL);
            assertThat(client.say(utf8("RCPT TO:<bob@example.net> " + parameters))).startsWith(reply);
        }
    }

    @Test
    void shouldCountOctetsOfOriginalRecipient() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL + "SMTPUTF8");
            assertThat(client.say("RCPT TO:<bob@example.net> ORCPT=rfc822;" + "x".repeat(493))).startsWith("250");
            assertThat(client.say("RCPT TO:<eve@example.net> ORCPT=rfc822;" + "x".repeat(494))).startsWith("501 5.5.4");
            assertThat(client.say(utf8("RCPT TO:<eve@example.net> ORCPT=utf-8;" + "\u00fc".repeat(248)))).startsWith("501 5.5.4");
            assertThat(client.say(utf8("RCPT TO:<eve@example.net> ORCPT=utf-8;" + "\u00fc".repeat(247)))).startsWith("250");
        }
    }

    @Test
    void shouldPutAllOfItOnTheMail() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL + "SMTPUTF8 RET=hdrs ENVID=QQ+20314");
            client.say("RCPT TO:<bob@example.net> NOTIFY=success,DELAY ORCPT=rfc822;Bob+2Bx@ex.example");
            client.say("RCPT TO:<carol@example.net> ORCPT=x400;/G+3DCarol/");
            client.say(utf8("RCPT TO:<b\u00fcro@b\u00fccher.example> NOTIFY=NEVER ORCPT=utf-8;b\u00fcro@b\u00fccher.example"));
            client.say("RCPT TO:<dave@example.net>");
            send(client);
        }
        Taken taken = listener.spool.taken.get(0);
        assertThat(taken.dsn())
            .contains("envIdParameter=Optional[EnvId{value=QQ+20314}]", "retParameter=Optional[HDRS]")
            .contains("bob@example.net=RecipientDsnParameters{notifyParameter=Optional[[SUCCESS, DELAY]], "
                + "orcptParameter=Optional[Bob+x@ex.example]}")
            .contains("\"b\u00fcro\"@xn--bcher-kva.example=RecipientDsnParameters{notifyParameter=Optional[[NEVER]], "
                + "orcptParameter=Optional.empty}")
            .doesNotContain("carol", "dave");
        assertThat(taken.attributes()).containsEntry(ORIGINALS, Map.of(
            "bob@example.net", AttributeValue.of("rfc822;Bob+2Bx@ex.example"),
            "carol@example.net", AttributeValue.of("x400;/G+3DCarol/"),
            "\"b\u00fcro\"@xn--bcher-kva.example", AttributeValue.of("utf-8;b\u00fcro@b\u00fccher.example")));
    }

    @Test
    void shouldPutNothingOnTheMailWhenNothingWasAsked() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL);
            client.say("RCPT TO:<bob@example.net>");
            send(client);
        }
        assertThat(listener.spool.taken.get(0).dsn()).isEqualTo("Optional.empty");
        assertThat(listener.spool.taken.get(0).attributes()).doesNotContainKey(ORIGINALS);
    }

    @Test
    void shouldForgetWhatRefusedCommandsAsked() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL + "RET=FULL ENVID=1 FOO");
            client.say(MAIL + "ENVID=1 RET=NONE");
            client.say("MAIL FROM:<eve@example.net> RET=FULL ENVID=1");
            client.say(MAIL + "RET=FULL ENVID=1");
            client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER ORCPT=rfc822;bob@ex.example");
            client.say("RSET");
            client.say(MAIL);
            assertThat(client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER ORCPT=rfc822")).startsWith("501");
            assertThat(client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER FOO")).startsWith("555");
            client.say("RCPT TO:<bob@example.net>");
            send(client);
            client.say(MAIL);
            client.say("RCPT TO:<bob@example.net>");
            send(client);
        }
        assertThat(listener.spool.taken).hasSize(2).allSatisfy(taken -> {
            assertThat(taken.dsn()).isEqualTo("Optional.empty");
            assertThat(taken.attributes()).doesNotContainKey(ORIGINALS);
        });
    }

    @Test
    void shouldKeepWhatTheFirstOfTwoSaid() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL);
            client.say("RCPT TO:<bob@example.net> NOTIFY=DELAY");
            assertThat(client.say("RCPT TO:<BOB@example.net> NOTIFY=NEVER ORCPT=rfc822;bob@ex.example")).startsWith("250");
            send(client);
        }
        assertThat(listener.spool.taken.get(0).dsn()).contains("Optional[[DELAY]]").doesNotContain("NEVER", "ex.example");
    }

    @Test
    void shouldTakeRecipientsThatJamesTellsApartByHashOnly() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say(MAIL + "SMTPUTF8");
            for (int i = 0; i < 32; i++) {
                String local = String.format("%5s", Integer.toBinaryString(i)).replace(' ', 's').replace('0', 's').replace('1', '\u017f');
                assertThat(client.say(utf8("RCPT TO:<" + local + "@example.net> NOTIFY=NEVER"))).startsWith("250");
            }
            send(client);
        }
        assertThat(listener.spool.taken.get(0).recipients()).hasSize(32);
        assertThat(listener.spool.taken.get(0).dsn()).contains("NEVER");
    }

    static void send(SmtpClient client) throws Exception {
        assertThat(client.say("DATA")).startsWith("354");
        assertThat(client.raw("Subject: x\r\n\r\n").say(".")).startsWith("250 2.6.0");
    }
}
