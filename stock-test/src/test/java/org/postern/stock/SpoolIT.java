// SPDX-License-Identifier: Apache-2.0
package org.postern.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Postern's matchers and mailets in the spool of a stock James, whose SMTP port is stock too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class SpoolIT {
    private static final String ALICE = "alice@example.org";

    private MailSink sink;
    private StockServer james;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        sink = new MailSink();
        makeKey(Files.createDirectories(home.resolve("conf/dkim/example.org")).resolve("s1.pem"));
        james = StockServer.in(home).withPostern().deliverTo(sink)
            .conf("mailetcontainer.xml", StockServer.resource("mailetcontainer-postern.xml"))
            .conf("grants.xml", "<grants><grant user=\"alice@example.org\" as=\"*@lists.example.org\"/></grants>")
            .conf("addresses.xml", "<addresses><rewrite from=\"jdoe@example.com\" to=\"john.doe@example.com\"/></addresses>")
            .domain("example.org").user(ALICE, "secret").alias("sales@example.org", ALICE)
            .start();
    }

    @AfterAll
    void stop() throws Exception {
        james.close();
        sink.close();
    }

    @Test
    void shouldCompleteHeaderOfSubmittedMail() throws Exception {
        submit(ALICE, "complete@example.net", "Subject: hello", "Bcc: secret@example.net", "", "body");

        String received = arrived("complete@example.net");
        assertThat(received)
            .containsPattern("(?m)^From: alice@example\\.org$")
            .containsPattern("(?m)^Date: [A-Z][a-z]{2}, \\d")
            .containsPattern("(?m)^Message-ID: <[^@>]+@example\\.org>$")
            .containsPattern("(?m)^To: undisclosed-recipients:;$")
            .doesNotContain("secret@example.net")
            .endsWith("\r\n\r\nbody\r\n");
    }

    @Test
    void shouldLeaveBodyAndGoodFieldsAlone() throws Exception {
        String[] good = {
            "X-Odd:   spaces \t and",
            "\ta fold",
            "To: untouched@example.net",
            "from:alice@example.org",
            "Subject:",
            "message-id:  <1@example.org>",
            "Date: Mon, 2 Nov 2026 10:00:00 +0100",
        };
        String body = "\u00e4\u00f6 8-bit, trailing blanks  \r\n..dots\r\n";
        submit(ALICE, "untouched@example.net", String.join("\r\n", good), "", body.replace("\r\n.", "\r\n.."));

        assertThat(arrived("untouched@example.net")).endsWith("\r\n" + String.join("\r\n", good) + "\r\n\r\n" + body + "\r\n");
    }

    @Test
    void shouldSignForTheDomainOfTheAuthor() throws Exception {
        submit(ALICE, "signed@example.net", "Subject: signed", "", "body");
        submit("news@lists.example.org", "unsigned@example.net", "From: news@lists.example.org", "", "body");

        assertThat(arrived("signed@example.net"))
            .startsWith("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org;\r\n\ts=s1;");
        assertThat(arrived("unsigned@example.net")).doesNotContain("DKIM-Signature");
    }

    @Test
    void shouldRewriteAddressesByItsRules() throws Exception {
        submit(ALICE, "rewritten@example.net", "To: J <jdoe@example.com>", "Cc: J <jdoe@example.com>", "", "body");

        assertThat(arrived("rewritten@example.net")).contains("\r\nTo: J <jdoe@example.com>\r\nCc: J <john.doe@example.com>\r\n");
    }

    @Test
    void shouldBounceToAuthorWhatFailsCheck() throws Exception {
        submit(ALICE, "two-authors@example.net", "From: alice@example.org", "From: alice@example.org", "Subject: twice", "", "body");

        String bounce = bounceAbout("two-authors@example.net");
        assertThat(bounce).contains("Content-Type: multipart/report").contains("554 5.6.0");
        assertThat(recipients()).doesNotContain("two-authors@example.net");
    }

    @Test
    void shouldBounceToAuthorWhatIsFromSomebodyElse() throws Exception {
        submit(ALICE, "forged@example.net", "From: ceo@example.org", "", "body");

        assertThat(bounceAbout("forged@example.net")).contains("550 5.7.1");
    }

    @Test
    void shouldBounceNothingWhenThereIsNoReversePath() throws Exception {
        submit("", "no-way-back@example.net", "From: ceo@example.org", "", "body");
        submit(ALICE, "with-way-back@example.net", "From: ceo@example.org", "", "body");

        bounceAbout("with-way-back@example.net");
        assertThat(recipients()).doesNotContain("no-way-back@example.net");
        assertThat(bounces()).noneMatch(bounce -> bounce.contains("no-way-back@example.net"));
    }

    @Test
    void shouldLetAliasesAndGrantsPass() throws Exception {
        submit("sales@example.org", "alias@example.net", "From: Sales <sales@example.org>", "", "body");
        submit("news@lists.example.org", "grant@example.net", "From: news@lists.example.org", "", "body");

        assertThat(arrived("alias@example.net")).contains("From: Sales <sales@example.org>\r\n");
        assertThat(arrived("grant@example.net")).contains("From: news@lists.example.org\r\n");
    }

    @Test
    void shouldBounceNothingToStrangers() throws Exception {
        submit("stranger@example.com", "foreign@example.net", "From: ceo@example.org", "", "body");

        await().atMost(Duration.ofSeconds(60)).until(() -> james.log().contains("jpa://var/mail/refused"));
        assertThat(recipients()).doesNotContain("foreign@example.net", "stranger@example.com");
    }

    @Test
    void shouldLeaveMailOfOthersAlone() throws Exception {
        try (Dialogue stranger = Dialogue.with(james.port())) {
            stranger.say("EHLO mx.example.com");
            assertThat(stranger.submit("stranger@example.com", ALICE, "Subject: incomplete", "", "body")).startsWith("250");
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> sink.received().stream()
            .anyMatch(mail -> mail.reversePath().equals("stranger@example.com")));
        assertThat(sink.received().stream().filter(mail -> mail.reversePath().equals("stranger@example.com")).findFirst().get().text())
            .contains("Subject: incomplete").doesNotContain("From: ").doesNotContain("undisclosed-recipients");
    }

    private static void makeKey(Path file) throws Exception {
        String key = Base64.getMimeEncoder().encodeToString(
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    }

    private void submit(String reversePath, String recipient, String... lines) throws Exception {
        try (Dialogue client = Dialogue.with(james.port()).authenticate(ALICE, "secret")) {
            assertThat(client.submit(reversePath, recipient, lines)).startsWith("250");
        }
    }

    private String arrived(String recipient) {
        await().atMost(Duration.ofSeconds(60)).until(() -> recipients().contains(recipient));
        return sink.received().stream().filter(mail -> mail.recipients().contains(recipient)).findFirst().get().text();
    }

    private String bounceAbout(String recipient) {
        await().atMost(Duration.ofSeconds(60)).until(() -> bounces().stream().anyMatch(bounce -> bounce.contains(recipient)));
        return bounces().stream().filter(bounce -> bounce.contains(recipient)).findFirst().get();
    }

    private List<String> bounces() {
        return sink.received().stream()
            .filter(mail -> mail.reversePath().isEmpty() && mail.recipients().equals(List.of(ALICE)))
            .map(MailSink.Received::text)
            .toList();
    }

    private List<String> recipients() {
        return sink.received().stream().flatMap(mail -> mail.recipients().stream()).toList();
    }
}
