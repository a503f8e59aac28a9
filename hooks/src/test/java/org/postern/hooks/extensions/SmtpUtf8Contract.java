// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.JOERG;
import static org.postern.hooks.testing.SmtpClient.utf8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

/** 6531 through the wire, whoever's listener it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SmtpUtf8Contract {
    private static final String MAIL = utf8("MAIL FROM:<" + JOERG + ">");
    private static final String OWN = "\"j\u00f6rg\"@xn--mller-kva.example";
    private static final String FLAG = "postern.smtputf8";

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
    void shouldAnnounceSmtpUtf8TogetherWithEightBitMime() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.reply();
            assertThat(client.say("EHLO me").lines().map(line -> line.substring(4))).contains("SMTPUTF8", "8BITMIME");
            client.say("STARTTLS");
            client.handshake();
            assertThat(client.say("EHLO me").lines().map(line -> line.substring(4))).contains("SMTPUTF8", "8BITMIME");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<j\u00f6rg@m\u00fcller.example> SMTPUTF8           | 250 2.1.0",
        "<\"j\u00f6rg\"@xn--mller-kva.example> smtputf8    | 250 2.1.0",
        "<J\u00d6RG@M\u00dcLLER.example> SmtpUtf8           | 250 2.1.0",
        "<jo\u0308rg@mu\u0308ller.example> SMTPUTF8         | 250 2.1.0",
        "<j\u00f6rg+news@m\u00fcller.example> SMTPUTF8      | 250 2.1.0",
        "<j\u00f6rg> BODY=8BITMIME SMTPUTF8                  | 250 2.1.0",
        "<joerg@m\u00fcller.example> SMTPUTF8                | 250 2.1.0",
        "<joerg@xn--mller-kva.example>                        | 250 2.1.0",
        "<> SMTPUTF8                                          | 250 2.1.0",
        "<j\u00f6rg@m\u00fcller.example>                    | 553 5.6.7 '<j?rg@m?ller.example>' is not ASCII; send it with the SMTPUTF8",
        "<joerg@m\u00fcller.example> BODY=8BITMIME           | 553 5.6.7",
        "<jorg@m\u00fcller.example> SMTPUTF8                 | 550 5.7.1 j?rg@m?ller.example may not send as jorg@xn--mller-kva.example",
        "<j\u043erg@m\u00fcller.example> SMTPUTF8           | 550 5.7.1",
        "<j\u00f6rg@muller.example> SMTPUTF8                 | 550 5.7.1",
        "<j\u00f6rg@stra\u00dfe.example> SMTPUTF8           | 501 5.1.7",
        "<j\u00f6rg@m\u00fcller.example> SMTPUTF8=1         | 501 5.5.4 Parameter SMTPUTF8: takes no value",
        "<j\u00f6rg@m\u00fcller.example> SMTPUTF8 smtputf8  | 501 5.5.4 Parameter SMTPUTF8: may be given once only",
        "<j\u00f6rg@m\u00fcller.example> SMTPUTF\u0668     | 501 5.5.4",
    })
    void shouldJudgeReversePath(String command, String reply) throws Exception {
        try (SmtpClient client = listener.joerg()) {
            assertThat(client.say(utf8("MAIL FROM:" + command))).startsWith(reply);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<b\u00fcro@b\u00fccher.example>     | 250 2.1.5 | 553 5.6.7",
        "<\"b\u00fc ro\"@example.net>        | 250 2.1.5 | 553 5.6.7",
        "<bob@b\u00fccher.example>            | 250 2.1.5 | 553 5.6.7",
        "<bob@xn--bcher-kva.example>           | 250 2.1.5 | 250 2.1.5",
        "<\u8a3a@\u8a3a\u65ad.example>      | 250 2.1.5 | 553 5.6.7",
        "<b\u00fcro@stra\u00dfe.example>     | 501 5.1.3 | 553 5.6.7",
        "<b\u00fcro@b\u00fccher>             | 554 5.1.2 | 553 5.6.7",
        "<b\u0085ro@example.net>              | 501 5.1.3 | 553 5.6.7",
    })
    void shouldJudgeRecipient(String path, String with, String without) throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + "> SMTPUTF8");
            assertThat(client.say(utf8("RCPT TO:" + path))).startsWith(with);
            client.say("RSET");
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say(utf8("RCPT TO:" + path))).startsWith(without);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00f6", "\u00c3", "\u00c0\u00af", "\u00ed\u00a0\u0080"})
    void shouldRefuseOctetsThatAreNoUtf8(String octets) throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say("MAIL FROM:<a" + octets + "b@example.org> SMTPUTF8")).startsWith("501 5.1.7").contains("not UTF-8");
            client.say("MAIL FROM:<" + ALICE + "> SMTPUTF8");
            assertThat(client.say("RCPT TO:<a" + octets + "b@example.net>")).startsWith("501 5.1.3").contains("not UTF-8");
        }
    }

    @Test
    void shouldTakeNoCommandThatIsNotAscii() throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say(utf8("MA\u0131L FROM:<" + ALICE + ">"))).startsWith("500 5.5.1");
            assertThat(client.say(utf8("R\u017fET"))).startsWith("500 5.5.1");
            assertThat(client.say(utf8("VRFY j\u00f6rg SMTPUTF8"))).startsWith("252 2.1.5");
        }
    }

    @Test
    void shouldQueueInternationalMessageAsItIs() throws Exception {
        String message = utf8("From: J\u00f6rg <" + JOERG + ">\r\nTo: b\u00fcro@b\u00fccher.example\r\n"
            + "Subject: Gr\u00fc\u00dfe\r\n\r\n\u00fc\r\n");
        try (SmtpClient client = listener.joerg()) {
            client.say(MAIL + " SMTPUTF8 BODY=8BITMIME");
            client.say(utf8("RCPT TO:<b\u00fcro@b\u00fccher.example>"));
            client.say(utf8("RCPT TO:<\"B\u00dcRO\"@xn--bcher-kva.example>"));
            client.say(utf8("RCPT TO:<bu\u0308ro@b\u00fccher.example>"));
            client.say(utf8("RCPT TO:<\"b\u00fc ro\"@example.net>"));
            client.say("DATA");
            assertThat(client.raw(message).say(".")).startsWith("250 2.6.0");
        }
        Taken taken = listener.spool.taken.get(0);
        assertThat(taken.sender()).isEqualTo(OWN);
        assertThat(taken.recipients()).containsExactly("\"b\u00fcro\"@xn--bcher-kva.example", "\"bu\u0308ro\"@xn--bcher-kva.example",
            "\"b\u00fc ro\"@example.net");
        assertThat(taken.attributes()).containsEntry(FLAG, "true").containsEntry("postern.mailbox", OWN)
            .containsEntry("postern.username", JOERG);
        assertThat(taken.asSent()).isEqualTo(message);
        assertThat(taken.received()).contains("with UTF8SMTPSA\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'From: j\u00f6rg@m\u00fcller.example',                true,  250 2.6.0",
        "'From: \"jo\u0308rg\"@xn--mller-kva.example',        true,  250 2.6.0",
        "'From: joerg@xn--mller-kva.example',                    true,  250 2.6.0",
        "'From: jorg@m\u00fcller.example',                      true,  550 5.7.1",
        "'From: j\u00f6rg@m\u00fcller.example',                false, 554 5.6.0",
        "'From: joerg@xn--mller-kva.example',                    false, 250 2.6.0",
        "'Subject: x',                                           false, 250 2.6.0",
    })
    void shouldJudgeHeaderByWhatMailSaid(String header, boolean smtpUtf8, String reply) throws Exception {
        try (SmtpClient client = listener.joerg()) {
            client.say("MAIL FROM:<joerg@xn--mller-kva.example>" + (smtpUtf8 ? " SMTPUTF8" : ""));
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            assertThat(client.raw(utf8(header) + "\r\n\r\n").say(".")).startsWith(reply);
        }
        assertThat(listener.spool.taken).allSatisfy(taken ->
            assertThat(taken.attributes().containsKey(FLAG)).isEqualTo(smtpUtf8));
    }

    @Test
    void shouldRefuseHeaderThatIsNoUtf8() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<" + ALICE + "> SMTPUTF8");
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            assertThat(client.raw("Subject: \u00fc\r\n\r\n").say(".")).startsWith("554 5.6.0").contains("not UTF-8");
        }
    }

    @Test
    void shouldAskForAnAsciiAddressWhenNothingElseCouldNameThePerson() throws Exception {
        String notification = "Content-Type: multipart/report; report-type=disposition-notification\r\n\r\n";
        try (SmtpClient client = listener.joerg()) {
            client.begin("", "bob@example.net");
            assertThat(client.raw(notification).say(".")).startsWith("550 5.6.7 Your address 'j?rg@xn--mller-kva.example' is not ASCII;");
            client.begin("", "bob@example.net");
            assertThat(client.raw("From: joerg@xn--mller-kva.example\r\n" + notification).say(".")).startsWith("250 2.6.0");
        }
    }

    @Test
    void shouldForgetItWithTheTransaction() throws Exception {
        try (SmtpClient client = listener.alice()) {
            assertThat(client.say("MAIL FROM:<" + ALICE + "> SMTPUTF8 FOO")).startsWith("555");
            assertThatItIsForgotten(client);
            client.say("MAIL FROM:<" + ALICE + "> SMTPUTF8");
            client.say("RSET");
            assertThatItIsForgotten(client);
            client.say("MAIL FROM:<" + ALICE + "> SMTPUTF8");
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            assertThat(client.raw("Subject: x\r\n\r\n").say(".")).startsWith("250");
            assertThatItIsForgotten(client);
        }
    }

    private static void assertThatItIsForgotten(SmtpClient client) throws Exception {
        client.say("MAIL FROM:<" + ALICE + ">");
        assertThat(client.say(utf8("RCPT TO:<b\u00fcro@example.net>"))).startsWith("553 5.6.7");
        client.say("RSET");
    }
}
