// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;
import org.postern.submission.dkim.JdkimVerifier;

/** DKIM from the making of the keys to the receiver, who verifies with what the DNS says. */
@TestInstance(Lifecycle.PER_CLASS)
class SigningIT {

    private static final String ANN = "ann@people.test";
    private static final String JO = "jo@news.people.test";
    private static final String PASSWORD = "correct horse";
    private static final String[] BOTH = {"ed25519 people.test e1", "rsa people.test r1"};
    private static final Pattern RECORD = Pattern.compile("(?m)^(\\S+)\\. IN TXT \"(.*)\"$");

    private final Map<String, String> records = new ConcurrentHashMap<>();
    private TestDns dns;
    private TestMx mx;
    private PosternServer server;
    private int sent;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        server = PosternServer.prepare(home).delivering(dns, mx)
            .edit("mailetcontainer.xml", "<!-- <parentDomains>true</parentDomains> -->", "<parentDomains>true</parentDomains>")
            .edit("domainlist.xml", "<defaultDomain>localhost", "<defaultDomain>people.test");
        makeKey("people.test", "--selector", "r1");
        server.start().withPerson(ANN, PASSWORD).withPerson(JO, PASSWORD).withPerson("kim@other.test", PASSWORD);
        // The server runs already.
        makeKey("people.test", "--selector", "e1", "--type", "ed25519");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> received(ANN, "Subject: x\r\n\r\nbody\r\n").contains("s=e1;"));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Subject: plain\r\n\r\nbody\r\n",
        "Subject: 8-bit\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + "Gr\u00c3\u00bc\u00c3\u009fe\r\n.\r\n..dots \t \r\n",
        "Subject: blank lines\r\n\r\n \r\nbody \r\n\t\r\n\r\n\r\n",
        "Subject:   long \r\n\tand =?utf-8?q?folded?=   \r\n   subject\t\r\n"
            + "TO:bob@example.test,\r\n carol@example.test,\r\n\t\"Q, u\" <d@example.test>\r\n"
            + "X-Other: x\r\n\r\nbody\r\n",
        "Subject: complete\r\nFrom:ann@people.test\r\nDate:  Sun, 22 Nov 2026 09:30:00 +0100\r\nMessage-Id:<1@people.test>\r\n"
            + "Sender: ann@people.test\r\nReply-To:\r\n sales@people.test\r\n\r\nbody\r\n",
    })
    void shouldVerifyAtTheReceiverWithBothKeys(String message) throws Exception {
        byte[] octets = deliver(ANN, message);

        assertThat(verified(octets)).containsExactly(BOTH);
    }

    @Test
    void shouldVerifyALargeMessage() throws Exception {
        byte[] octets = deliver(ANN, "Subject: large\r\n\r\n" + "0123456789 \t \r\n\r\n".repeat(50_000));

        assertThat(verified(octets)).containsExactly(BOTH);
    }

    @Test
    void shouldSignForASubdomainWithTheKeysOfItsParent() throws Exception {
        assertThat(verified(deliver(JO, "Subject: sub\r\n\r\nbody\r\n"))).containsExactly(BOTH);
    }

    @Test
    void shouldLeaveMailUnsignedOfADomainWithoutKeys() throws Exception {
        assertThat(received("kim@other.test", "Subject: unsigned\r\n\r\nbody\r\n")).doesNotContain("DKIM-Signature");
    }

    @Test
    void shouldSignTheReportToTheAuthor() throws Exception {
        mx.answer(command -> command.contains("nobody@gone.test") ? "550 5.1.1 No such user here" : TestMx.OK);
        MailProgram.tls(server, ANN, PASSWORD).submit("Subject: hello\r\n\r\nbody\r\n", "nobody@gone.test");

        assertThat(verified(taken(ANN))).containsExactly(BOTH);
    }

    @Test
    void shouldFindTheKeysInTheDnsWhenChecked() throws Exception {
        assertThat(server.command("check").output()).contains("ok      r1._domainkey.people.test: the DNS has this DKIM key",
            "ok      e1._domainkey.people.test: the DNS has this DKIM key");
    }

    private void makeKey(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("dkim-keygen"));
        all.addAll(List.of(arguments));
        PosternServer.Ended ended = server.command(all.toArray(String[]::new));
        Matcher record = RECORD.matcher(ended.output());
        assertThat(record.find()).as(ended.output()).isTrue();
        records.put(record.group(1), record.group(2).replace("\" \"", ""));
        dns.text(record.group(1), records.get(record.group(1)));
    }

    private List<String> verified(byte[] octets) throws Exception {
        return JdkimVerifier.verify(octets, records::get);
    }

    private String received(String author, String message) throws Exception {
        return new String(deliver(author, message), StandardCharsets.ISO_8859_1);
    }

    private byte[] deliver(String author, String message) throws Exception {
        String recipient = "bob" + sent++ + "@example.test";
        MailProgram.tls(server, author, PASSWORD).submit(message, recipient);
        return taken(recipient);
    }

    private byte[] taken(String recipient) {
        return Awaitility.await().atMost(Duration.ofSeconds(60))
            .until(() -> mx.received().stream()
                .filter(mail -> mail.recipients().toString().contains("<" + recipient + ">")).findFirst(),
                Optional::isPresent)
            .orElseThrow().octets();
    }
}
