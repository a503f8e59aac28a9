// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.Submissions;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;

class SignerTest {
    private static final String HEADER = "Received: from here\nFrom: Alice <alice@example.org>\nTo: bob@example.net\nSubject: hello\n"
        + "Date: Sun, 22 Nov 2026 09:30:00 +0100\nMessage-ID: <1@example.org>\n";
    private static final String SIMPLE = HEADER + "\nbody\n";
    private static final Signer SIGNER = new Signer(Submissions.CLOCK, false, Optional.empty());
    private static final Signer FOR_SUBDOMAINS = new Signer(Submissions.CLOCK, true, Optional.empty());
    private static final KeyRing BOTH = new KeyRing(List.of(KeyPairs.rsa("example.org", "r1"), KeyPairs.ed25519("example.org", "e1")));

    @ParameterizedTest
    @ValueSource(strings = {
        SIMPLE,
        HEADER + "\nno line end",
        HEADER + "\nblanks at the end \t \n\n\nand \t inside\n \n\n\n",
        HEADER + "\n  blanks first\n.\n..dots\n",
        HEADER + "\nGr\u00fc\u00df\u00e9 \u0001\u007f\u00ff\n",
        "From: alice@example.org\nSubject: one\n\ttwo \n   three\t\t\n\nbody\n",
        "FROM \t: alice@example.org\nsubject:x\nTo:\nCc:  \t\n\nbody\n",
        "From: alice@example.org\nTo: bob@example.net,\n carol@example.net,\n  \"quoted; d=evil\" <d@example.net>\n\nbody\n",
        "From: alice@example.org\nResent-To: a@example.net\nResent-To: b@example.net\nList-Unsubscribe: <https://example.org/u>\n\nbody\n",
        "From: alice@example.org\n" + "no field at all\n\nbody\n",
        "Subject: =?utf-8?q?encoded?=\nX-Other: x\nFrom: alice@example.org, also@example.org\n\nbody\n",
    })
    void shouldSignSoThatJdkimVerifies(String message) throws Exception {
        byte[] octets = octets(message);

        byte[] signed = sign(SIGNER, octets, BOTH);

        assertThat(JdkimVerifier.verify(signed, KeyPairs::record)).containsExactly("rsa example.org r1", "ed25519 example.org e1");
        assertThat(new String(signed, StandardCharsets.ISO_8859_1)).endsWith(new String(octets, StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldSignLargeBodyInOneGoWhereverItsBlocksEnd() throws Exception {
        byte[] octets = octets(HEADER + "\n" + ("0123456789 \t ".repeat(40) + "\n \n").repeat(500));

        assertThat(JdkimVerifier.verify(sign(SIGNER, octets, BOTH), KeyPairs::record)).hasSize(2).doesNotContain("another body");
    }

    /** RFC 6532, RFC 8616. */
    @Test
    void shouldSignInternationalisedHeader() throws Exception {
        byte[] octets = (HEADER.replace("hello", "Gr\u00fc\u00dfe").replace("alice@example.org", "j\u00fcrgen@b\u00fccher.example")
            + "\nbody\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        KeyRing ring = new KeyRing(List.of(KeyPairs.ed25519("xn--bcher-kva.example", "e1")));

        assertThat(JdkimVerifier.verify(sign(SIGNER, octets, ring), KeyPairs::record))
            .containsExactly("ed25519 xn--bcher-kva.example e1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "From: Alice        | From: Mallory                          | another header",
        "Subject: hello     | Subject: bye                           | another header",
        "Subject: hello     | Subject: hello%Subject: bye            | another header",
        "Subject: hello     | Subject: hello%Reply-To: m@evil.test   | another header",
        "From: Alice        | From: m@evil.test%From: Alice          | another header",
        "Subject: hello     | Subject: hello%Content-Type: text/html | another header",
        "%%body             | %%buddy                                | another body",
    })
    void shouldNotSurviveWhatAReaderWouldSee(String old, String changed, String result) throws Exception {
        String signed = new String(sign(SIGNER, octets(SIMPLE), BOTH), StandardCharsets.ISO_8859_1);
        String forged = signed.replace(old.replace("%", "\r\n"), changed.replace("%", "\r\n"));

        assertThat(forged).isNotEqualTo(signed);
        assertThat(JdkimVerifier.verify(octets(forged.replace("\r\n", "\n")), KeyPairs::record))
            .hasSize(2).allSatisfy(line -> assertThat(line).endsWith(result));
    }

    @Test
    void shouldSurviveWhatServersDo() throws Exception {
        String signed = new String(sign(SIGNER, octets(SIMPLE), BOTH), StandardCharsets.ISO_8859_1);
        String moved = "Return-Path: <alice@example.org>\r\nReceived: by mx.example.net\r\n"
            + signed.replace("Subject: hello", "subject:\r\n hello\t") + "\r\n";

        assertThat(JdkimVerifier.verify(moved.getBytes(StandardCharsets.ISO_8859_1), KeyPairs::record))
            .containsExactly("rsa example.org r1", "ed25519 example.org e1");
    }

    @Test
    void shouldWriteFoldedFieldOnTop() throws Exception {
        MessageHeader header = parse(sign(SIGNER, octets(SIMPLE), BOTH)).header();

        assertThat(header.fields().get(0).toString()).matches("(?s)DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org;\r\n"
            + "\ts=r1; t=1795336200;\r\n\th=From:From:Sender:.*;\r\n\tbh=[^;]*;\r\n\tb=.*");
        assertThat(header.fields().get(1).toString()).contains("a=ed25519-sha256").doesNotContain("x=");
        assertThat(header.fields().get(2).toString()).isEqualTo("Received: from here");
        assertThat(Submissions.text(header).lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    }

    @Test
    void shouldSayWhenSignatureIsVoid() throws Exception {
        Signer signer = new Signer(Submissions.CLOCK, false, Optional.of(Duration.ofDays(7)));

        assertThat(new String(sign(signer, octets(SIMPLE), BOTH), StandardCharsets.ISO_8859_1))
            .contains("t=1795336200; x=1795941000;");
    }

    @Test
    void shouldNotSignTwiceWithSameKey() throws Exception {
        byte[] once = sign(SIGNER, octets(SIMPLE), new KeyRing(List.of(KeyPairs.rsa("example.org", "r1"))));

        byte[] twice = sign(SIGNER, once, BOTH);

        assertThat(JdkimVerifier.verify(twice, KeyPairs::record)).containsExactly("ed25519 example.org e1", "rsa example.org r1");
        assertThat(sign(SIGNER, twice, BOTH)).isEqualTo(twice);
    }

    @Test
    void shouldSignAgainWhatSomebodySendsOn() throws Exception {
        byte[] before = sign(SIGNER, octets(SIMPLE), BOTH);
        byte[] submittedAgain = octets("Received: with ESMTPSA\n" + new String(before, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"));

        assertThat(JdkimVerifier.verify(sign(SIGNER, submittedAgain, BOTH), KeyPairs::record)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "alice@example.org                        | r1._domainkey.example.org e1._domainkey.example.org",
        "alice@EXAMPLE.org                        | r1._domainkey.example.org e1._domainkey.example.org",
        "alice@example.net                        | none",
        "alice@news.example.org                   | none",
        "alice@example.org.test                   | none",
        "alice@badexample.org                     | none",
        "alice@[192.0.2.1]                        | none",
        "alice                                    | none",
        "alice@example.org, bob@example.net       | r1._domainkey.example.org e1._domainkey.example.org",
        "broken <                                 | none",
    })
    void shouldSignForTheDomainOfTheAuthor(String from, String keys) throws Exception {
        assertThat(names(SIGNER, from)).isEqualTo(keys == null ? "" : keys);
    }

    @ParameterizedTest
    @CsvSource({"news.example.org", "a.b.example.org", "EXAMPLE.org"})
    void shouldTakeKeysOfParentWhenToldTo(String domain) throws Exception {
        assertThat(names(FOR_SUBDOMAINS, "alice@" + domain)).isEqualTo("r1._domainkey.example.org e1._domainkey.example.org");
        assertThat(names(FOR_SUBDOMAINS, "alice@org")).isEmpty();
    }

    @Test
    void shouldPreferOwnKeyToThatOfParent() {
        KeyRing ring = new KeyRing(List.of(KeyPairs.rsa("example.org", "r1"), KeyPairs.ed25519("news.example.org", "e1")));

        assertThat(ring.ofDomainOrParent(Domain.of("a.news.example.org"))).extracting(SigningKey::recordName)
            .containsExactly("e1._domainkey.news.example.org");
    }

    @Test
    void shouldSignForEveryDomainOfSeveralAuthors() throws Exception {
        KeyRing ring = new KeyRing(List.of(KeyPairs.rsa("example.org", "r1"), KeyPairs.ed25519("example.com", "e1")));
        byte[] octets = octets("From: alice@example.org, bob@example.com\nSender: alice@example.org\n\nbody\n");

        assertThat(JdkimVerifier.verify(sign(SIGNER, octets, ring), KeyPairs::record))
            .containsExactly("rsa example.org r1", "ed25519 example.com e1");
    }

    @Test
    void shouldNotSignHeaderThatNobodyMayChange() throws Exception {
        byte[] octets = octets("From: alice@example.org\n" + ("X-Long: " + "x".repeat(900) + "\n").repeat(300) + "\nbody\n");

        assertThat(sign(SIGNER, octets, BOTH)).isEqualTo(octets);
    }

    /** RFC 8463, appendix A: shows that the verifier of these tests is one. */
    @Test
    void shouldVerifyTheExampleOfRfc8463() throws Exception {
        String example = """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.
            """;

        assertThat(JdkimVerifier.verify(octets(example), name -> "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="))
            .containsExactly("ed25519 football.example.com brisbane");
    }

    private static String names(Signer signer, String from) throws RightsUnavailableException {
        MessageHeader header = parse(octets("From: " + from + "\n\n")).header();
        return String.join(" ", signer.keysFor(header, BOTH, originator -> true).stream().map(SigningKey::recordName).toList());
    }

    private static byte[] sign(Signer signer, byte[] message, KeyRing ring) throws Exception {
        ParsedMessage parsed = parse(message);
        int body = (int) parsed.headerLength();
        MessageHeader signed = signer.sign(parsed.header(), new ByteArrayInputStream(message, body, message.length - body),
            signer.keysFor(parsed.header(), ring, originator -> true));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        signed.writeTo(whole);
        whole.writeBytes(Arrays.copyOfRange(message, (int) parsed.fieldsLength(), message.length));
        return whole.toByteArray();
    }

    private static ParsedMessage parse(byte[] message) {
        return MessageParser.parse(message);
    }

    private static byte[] octets(String message) {
        return message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
