// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;

/** Addresses that stand for others (RFC 6409 §8.7, §8.8), with the mailets that the shipped configuration shows in comments. */
@TestInstance(Lifecycle.PER_CLASS)
class ResolutionIT {

    private static final String ANN = "ann@people.test";
    private static final String PASSWORD = "correct horse";
    private static final String IN_COMMENT = "(?s)<!-- (<mailet match=\"All\" class=\"%s\">.*?</mailet>) -->";

    private TestDns dns;
    private TestMx mx;
    private PosternServer server;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        server = PosternServer.prepare(home).delivering(dns, mx)
            .edit("addresses.xml", "</addresses>", "<rewrite from=\"ann@people.test\" to=\"ann.bell@people.test\"/></addresses>");
        use("org.postern.distribution.delivery.ResolveRecipients");
        use("org.postern.mailets.RewriteAddresses");
        server.start().withPerson(ANN, PASSWORD);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @Test
    void shouldDeliverToWhomAliasesAndGroupsLeadTo() throws Exception {
        server.put("/address/aliases/ann@people.test/sources/sales@people.test", "");
        server.put("/address/groups/team@people.test/sales@people.test", "");
        server.put("/address/groups/team@people.test/bob@far.test", "");

        submit("Subject: to an alias\r\n\r\nbody\r\n", "sales@people.test");
        submit("Subject: to a group\r\n\r\nbody\r\n", "team@people.test", "carol@other.test");

        assertThat(recipientsOf("to an alias", 1)).containsExactly("RCPT TO:<ann@people.test>");
        assertThat(recipientsOf("to a group", 3))
            .containsExactlyInAnyOrder("RCPT TO:<ann@people.test>", "RCPT TO:<bob@far.test>", "RCPT TO:<carol@other.test>");
    }

    @Test
    void shouldRewriteAddressesAfterRightsHaveBeenJudged() throws Exception {
        submit("Subject: rewritten\r\nFrom: \"ann@people.test\" <ann@people.test>\r\nTo: ann@people.test\r\n\r\nbody\r\n", "bob@far.test");

        recipientsOf("rewritten", 1);
        TestMx.Received mail = mails("rewritten").get(0);
        assertThat(mail.sender()).startsWith("MAIL FROM:<ann.bell@people.test>");
        assertThat(mail.text()).contains("\r\nFrom: \"ann@people.test\" <ann.bell@people.test>\r\nTo: ann@people.test\r\n")
            .doesNotContain("\r\nSender:");
    }

    /** Takes what the shipped file shows in a comment out of it. */
    private void use(String mailet) throws Exception {
        server.edit("mailetcontainer.xml", String.format(IN_COMMENT, mailet.replace(".", "\\.")), "$1");
    }

    private void submit(String message, String... recipients) throws Exception {
        MailProgram.tls(server, ANN, PASSWORD).submit(message, recipients);
    }

    private List<String> recipientsOf(String subject, int count) {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> mails(subject).stream()
            .flatMap(mail -> mail.recipients().stream())
            .map(line -> line.replaceFirst("(>).*", "$1"))
            .toList(), recipients -> recipients.size() == count);
    }

    private List<TestMx.Received> mails(String subject) {
        return mx.received().stream().filter(mail -> mail.text().contains("\r\nSubject: " + subject + "\r\n")).toList();
    }
}
