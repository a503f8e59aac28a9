// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import com.sun.mail.smtp.SMTPTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;

/** What an operator does about a stolen account. */
class SuspensionIT {

    private static final String ANN = "ann@people.test";
    private static final String BOB = "bob@people.test";
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LARGE = "0123456789\r\n".repeat(40_000);

    private final AtomicBoolean greylisting = new AtomicBoolean(true);
    private TestDns dns;
    private TestMx mx;
    private PosternServer server;

    @BeforeEach
    void prepare(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        mx.answer(command -> greylisting.get() && command.startsWith("RCPT") && command.contains("@slow.test")
            ? "450 4.2.0 later" : TestMx.OK);
        server = PosternServer.prepare(home).delivering(dns, mx);
        server.edit("limits.xml", "<!-- <limit user=\"newsletter@example.org\"/> -->",
            "<limit user=\"bob@people.test\" onExceed=\"hold\"><messages day=\"2\"/></limit>");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @Test
    void shouldStopAnAccountLoseNothingOfItAndDeliverOnceWhenResumed() throws Exception {
        server.start().withPerson(ANN, PASSWORD).withPerson(BOB, PASSWORD);
        MailProgram ann = MailProgram.tls(server, ANN, PASSWORD);
        holdForReview();
        assertThat(command("suspend", "nobody@people.test")).startsWith("2 postern: there is no user 'nobody@people.test' here");
        assertThat(admin("PUT", "/suspended/nobody@people.test?force=true")).isEqualTo(204);
        assertThat(admin("PUT", "/suspended/" + ANN, "{\"why\":1}")).isEqualTo(400);
        assertThat(admin("DELETE", "/suspended/nobody@people.test")).isEqualTo(204);
        assertThat(admin("DELETE", "/suspended/nobody@people.test")).isEqualTo(404);
        assertThat(admin("DELETE", "/held")).isEqualTo(400);

        String parked = park(ann);
        ann.submit("Subject: retried\r\n\r\n" + LARGE, "x@slow.test");
        ann.asking("HOLDFOR=10").submit("Subject: later\r\n\r\nbody\r\n", "x@fast.test");
        try (SMTPTransport idle = ann.open(); SMTPTransport sending = ann.open()) {
            assertThat(say(sending, "MAIL FROM:<" + ANN + ">")).startsWith("250");
            assertThat(say(sending, "RCPT TO:<x@fast.test>")).startsWith("250");
            assertThat(say(sending, "DATA")).startsWith("354");
            assertThat(command("suspend", ANN, "--reason", "password on a list"))
                .isEqualTo("0 ann@people.test is suspended; 3 messages are kept in the queues\n");
            assertThat(say(sending, "Subject: under way")).startsWith("421 4.7.0 This account is suspended");
            assertThat(say(idle, "NOOP")).startsWith("421 4.7.0 This account is suspended");
        }
        greylisting.set(false);
        Awaitility.await().atMost(PATIENCE).until(() -> server.log().contains("the account is suspended"));
        MailProgram.tls(server, BOB, PASSWORD).submit("Subject: somebody else\r\n\r\nbody\r\n", "x@fast.test");
        server.kill();
        server.start();
        Awaitility.await().atMost(PATIENCE).until(() -> kept().size() == 2);
        assertThat(command("suspended")).startsWith("0 ann@people.test  20").endsWith("  password on a list\n");
        assertThatThrownBy(MailProgram.tls(server, ANN, PASSWORD)::open).hasMessageContaining("525 5.7.13");
        assertThat(subjects()).doesNotContain("retried", "later", "under way");

        assertThat(command("resume", ANN)).isEqualTo("0 ann@people.test may submit again, and what it has queued goes on\n");
        Awaitility.await().atMost(PATIENCE).until(() -> subjects().containsAll(List.of("retried", "later")));
        letGo(parked);
        assertThat(command("purge", ANN, "--dry-run")).isEqualTo("0 0 messages of ann@people.test are queued\n");
        assertThat(subjects()).filteredOn(List.of("retried", "later")::contains).hasSize(2);
        assertThat(mx.received()).filteredOn(mail -> mail.text().contains("Subject: retried")).singleElement()
            .satisfies(mail -> assertThat(mail.text()).endsWith(LARGE));

        reviewAfterRestart();
        purge();
    }

    /** Held by an operator while its next hop is not ready for it. */
    private String park(MailProgram ann) throws Exception {
        String id = ann.submit("Subject: parked\r\n\r\nsecret\r\n", "x@slow.test").replaceAll("(?s).*Queued as (\\S+).*", "$1");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(command("queue", "delays")).matches("(?s)0 DOMAIN .*\nslow.test +1 +\\d+s +450 4.2.0 later\n"));
        assertThat(command("queue", "delete")).startsWith("2 postern: say which messages, by id, sender");
        assertThat(command("queue", "delete", "--id", id, "--dry-run")).startsWith("0 ").contains(" would be deleted");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(command("queue", "hold", "--domain", "slow.test")).isEqualTo("0 1 message is held\n"));
        return id;
    }

    private void letGo(String id) throws Exception {
        assertThat(subjects()).doesNotContain("parked");
        assertThat(command("queue", "list", "--held", "--sender", ANN)).contains(id + "-to-slow.test").contains("  held ")
            .endsWith("held: an operator; 450 4.2.0 later\n1 message\n");
        assertThat(command("queue", "show", id)).contains("recipient  x@slow.test, the other server said: 450 4.2.0 later\n",
            "account    " + ANN + "\n", "\nSubject: parked\n").doesNotContain("secret");
        assertThat(command("queue", "show", "nobody")).isEqualTo("2 postern: no message 'nobody' is queued\n");
        assertThat(command("queue", "retry", "--id", id)).isEqualTo("0 0 messages are tried now\n");
        assertThat(command("queue", "release", "--domain", "slow.test")).isEqualTo("0 1 message is released\n");
        Awaitility.await().atMost(PATIENCE).until(() -> subjects().contains("parked"));
    }

    private void holdForReview() throws Exception {
        MailProgram bob = MailProgram.tls(server, BOB, PASSWORD);
        bob.submit("Subject: first\r\n\r\nbody\r\n", "x@fast.test");
        assertThat(bob.submit("Subject: review\r\n\r\nbody\r\n", "x@fast.test", "y@fast.test")).startsWith("250 2.6.0 Queued as ");
        assertThat(bob.submit("Subject: above\r\n\r\nbody\r\n", "x@fast.test")).contains("held for review");
        assertThat(bob.submit("Subject: spam\r\n\r\nbody\r\n", "x@fast.test")).contains("held for review");
    }

    private Set<String> kept() throws IOException {
        return Pattern.compile("Mail (\\S+) of " + ANN + " is kept, the account is suspended").matcher(server.log()).results()
            .map(line -> line.group(1)).collect(Collectors.toSet());
    }

    private void reviewAfterRestart() throws Exception {
        List<String[]> held = command("held", "list").substring(2).lines().map(line -> line.split(" {2}")).toList();
        assertThat(held).hasSize(3).allSatisfy(line -> {
            assertThat(line[1]).isEqualTo(BOB);
            assertThat(line[3]).isEqualTo("2 messages a day");
            assertThat(line[5]).isEqualTo("x@fast.test");
        });
        assertThat(subjects()).doesNotContain("above", "spam", "somebody else");
        assertThat(command("held", "release", held.get(0)[0], held.get(2)[0])).isEqualTo("0 2 messages are released\n");
        assertThat(command("held", "drop", "--user", BOB)).isEqualTo("0 1 messages are dropped\n");
        assertThat(admin("POST", "/held/" + held.get(1)[0])).isEqualTo(404);
        Awaitility.await().atMost(PATIENCE).until(() -> subjects().containsAll(List.of("above", "somebody else")));
        assertThat(subjects()).doesNotContain("spam");
    }

    private void purge() throws Exception {
        greylisting.set(true);
        MailProgram ann = MailProgram.tls(server, ANN, PASSWORD);
        ann.submit("Subject: spam\r\n\r\n" + LARGE, "x@slow.test");
        ann.asking("HOLDFOR=3600").submit("Subject: spam\r\n\r\nbody\r\n", "x@fast.test");
        assertThat(command("queue", "delete", "--domain", "fast.test", "--older-than", "1d")).isEqualTo("0 0 messages are deleted\n");
        admin("PUT", "/suspended/" + ANN);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(command("purge", ANN)).isEqualTo("0 2 messages of ann@people.test are removed\n"));
        admin("DELETE", "/suspended/" + ANN);
        greylisting.set(false);
        assertThat(server.webAdmin("GET", "/queued/" + ANN, "").body())
            .isEqualTo("{\"user\":\"" + ANN + "\",\"messages\":0}");
        assertThat(subjects()).doesNotContain("spam");
    }

    private static String say(SMTPTransport client, String line) throws MessagingException {
        client.simpleCommand(line);
        return client.getLastServerResponse();
    }

    private int admin(String method, String path) throws Exception {
        return admin(method, path, "");
    }

    private int admin(String method, String path, String body) throws Exception {
        return server.webAdmin(method, path, body).statusCode();
    }

    /** Its exit code, and what it printed. */
    private String command(String... arguments) throws Exception {
        PosternServer.Ended ended = server.command(arguments);
        return ended.exitCode() + " " + ended.output();
    }

    private List<String> subjects() {
        return mx.received().stream().flatMap(mail -> Stream.of(mail.text().split("\r\n")))
            .filter(line -> line.startsWith("Subject: ")).map(line -> line.substring("Subject: ".length())).toList();
    }
}
