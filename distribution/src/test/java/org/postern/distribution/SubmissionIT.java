// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.mail.AuthenticationFailedException;
import javax.mail.MessagingException;

import com.sun.mail.smtp.SMTPTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.testing.MailProgram;
import org.postern.distribution.testing.PosternServer;
import org.postern.distribution.testing.TestDns;
import org.postern.distribution.testing.TestMx;

/** A message's way through the assembled server, to a receiving server that the DNS names. */
@TestInstance(Lifecycle.PER_CLASS)
class SubmissionIT {

    private static final String ANN = "ann@people.test";
    private static final String PASSWORD = "correct horse";
    private static final String SHORT = "Subject: hello\r\n\r\nA line.\r\n..dots\r\n";

    private TestDns dns;
    private TestMx mx;
    private PosternServer server;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        dns = TestDns.start();
        mx = TestMx.start();
        server = PosternServer.prepare(home).delivering(dns, mx).start().withPerson(ANN, PASSWORD);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        mx.close();
        dns.close();
    }

    @BeforeEach
    void answerAsUsual() {
        mx.answer(command -> TestMx.OK);
    }

    @Test
    void shouldDeliverCompletedMessageWhenSubmittedOverStartTls() throws Exception {
        String reply = MailProgram.startTls(server, ANN, PASSWORD).submit(SHORT, "bob@first.test");

        assertThat(reply).startsWith("250 2.6.0 Queued as ");
        assertThat(taken("bob@first.test").text())
            .contains("ESMTPSA", "From: ann@people.test\r\n", "\r\nDate: ", "\r\nMessage-ID: <",
                "\r\nTo: undisclosed-recipients:;\r\n", "\r\nSubject: hello\r\n")
            .endsWith("\r\n\r\nA line.\r\n..dots\r\n");
    }

    @Test
    void shouldDeliverWhenSubmittedOverImplicitTls() throws Exception {
        MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, "bob@second.test");

        assertThat(taken("bob@second.test").sender()).contains("<" + ANN + ">");
    }

    @Test
    void shouldDeliverBodyUnchangedWhenItIsLargerThanTheJournalTakes() throws Exception {
        String body = "0123456789 \u00e4\u00f6\u00fc binary-looking \u0001\u007f\u00ff\r\n".repeat(40_000);

        MailProgram.tls(server, ANN, PASSWORD)
            .submit("Subject: large\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body, "bob@large.test");

        assertThat(taken("bob@large.test").text()).endsWith("\r\n\r\n" + body);
        Awaitility.await().untilAsserted(() -> assertThat(server.var().resolve("tmp")).isEmptyDirectory());
    }

    @Test
    void shouldDeliverWhatTheHopCountLetsThrough() throws Exception {
        MailProgram.tls(server, ANN, PASSWORD).submit("Received: by a.test; 1 Jan 2026 00:00 +0000\r\n".repeat(30) + SHORT, "bob@far.test");

        assertThat(taken("bob@far.test").text().split("\r\nReceived: by a.test")).hasSize(31);
    }

    @Test
    void shouldReportToTheAuthorWhenTheRecipientIsRefused() throws Exception {
        mx.answer(refusing("RCPT TO:<nobody@gone.test>", "550 5.1.1 No such user here"));

        MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, "nobody@gone.test");

        TestMx.Received report = taken(ANN);
        assertThat(report.sender()).startsWith("MAIL FROM:<>");
        assertThat(report.text())
            .contains("Content-Type: multipart/report; report-type=delivery-status", "\r\nAuto-Submitted: auto-replied\r\n",
                "\r\nFinal-Recipient: rfc822; nobody@gone.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                    + "Diagnostic-Code: smtp; 550 5.1.1 No such user here\r\n",
                "\r\nSubject: hello\r\n")
            .doesNotContain("A line.");
    }

    @ParameterizedTest
    @CsvSource({"bob@nowhere.invalid, 550 5.1.2", "bob@hostless.test, 550 5.1.2", "bob@nullmx.test, 556 5.1.10"})
    void shouldRefuseRecipientsThatTheDnsSaysCannotBeReached(String recipient, String reply) {
        assertThatThrownBy(() -> MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, recipient))
            .hasStackTraceContaining(reply + " The recipient's domain");
    }

    @Test
    void shouldTakeRecipientsOfWhichTheDnsSaysNothing() throws Exception {
        long start = System.nanoTime();

        assertThat(MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, "bob@silent.test")).startsWith("250");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void shouldShowGuessesAndClearThem() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> MailProgram.startTls(server, "mallory@people.test", "wrong").submit(SHORT, "bob@first.test"));
        }
        String counted = server.webAdmin("GET", "/guesses", "").body();
        assertThat(counted).contains("{\"network\":\"127.0.0.1\",\"account\":null,\"wrong\":3,\"lockedOutSeconds\":0}",
            "{\"network\":null,\"account\":\"mallory@people.test\",\"wrong\":3,\"lockedOutSeconds\":0}");
        assertThat(server.command("guesses").output()).containsPattern("(?m)^any +mallory@people\\.test +3  -$");
        assertThat(server.webAdmin("DELETE", "/guesses?network=localhost", "").statusCode()).isEqualTo(400);
        assertThat(server.webAdmin("DELETE", "/guesses?user=ann", "").statusCode()).isEqualTo(400);

        PosternServer.Ended mistaken = server.command("guesses", "clear", "--network", "localhost");
        assertThat(mistaken.exitCode()).isEqualTo(2);
        assertThat(mistaken.output()).isEqualTo("postern: network is an IP address, or an IPv6 address with /64\n");
        assertThat(server.webAdmin("DELETE", "/guesses?network=127.0.0.1", "").statusCode()).isEqualTo(204);
        assertThat(server.webAdmin("GET", "/guesses", "").body()).doesNotContain("127.0.0.1").contains("mallory");
        assertThat(server.webAdmin("DELETE", "/guesses", "").statusCode()).isEqualTo(204);
        assertThat(server.webAdmin("GET", "/guesses", "").body()).isEqualTo("[]");
    }

    @Test
    void shouldSendWithAnAppPasswordUntilItIsRevoked() throws Exception {
        PosternServer.Ended made = server.command("app-password", "add", ANN, "scanner", "--as", "ann+scans@people.test",
            "--from", "127.0.0.0/8", "--expires", "90");
        assertThat(made.exitCode()).as(made.output()).isZero();
        String secret = made.output().lines().findFirst().orElseThrow();

        assertThatThrownBy(() -> MailProgram.tls(server, ANN, secret).submit(SHORT, "bob@first.test"))
            .hasStackTraceContaining("550 5.7.1 The app password 'scanner' is not for mail from " + ANN);
        assertThat(server.log()).contains("by=app:scanner").doesNotContain(secret);
        Awaitility.await().untilAsserted(() -> assertThat(server.command("app-password", "list", ANN).output())
            .startsWith("scanner, as ann+scans@people.test, from 127.0.0.0/8, made ")
            .contains(", ends ", ", last used ", " from 127.0.0.1"));
        assertThat(server.command("app-password", "add", ANN, "scanner")).satisfies(again -> {
            assertThat(again.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(again.output()).isEqualTo("postern: " + ANN + " has an app password 'scanner' already" + System.lineSeparator());
        });

        try (SMTPTransport open = MailProgram.tls(server, ANN, secret).open()) {
            assertThat(server.command("app-password", "revoke", ANN, "scanner").exitCode()).isZero();
            assertThat(say(open, "NOOP")).startsWith("421 4.7.0 The app password 'scanner' has been revoked");
        }
        assertThatThrownBy(() -> MailProgram.tls(server, ANN, secret).submit(SHORT, "bob@first.test"))
            .isInstanceOf(AuthenticationFailedException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PUT    | ann@people.test/x           | {"from": ["10.0.0.1/8"]} | 400 | does not begin at its network address
        PUT    | ann@people.test/x           | {"as": ["news"]}         | 400 | no mail address: news; allowed is
        PUT    | ann@people.test/x           | {"expiresInDays": 0}     | 400 | It expires in 1 to 3650 days
        PUT    | ann@people.test/x           | {"until": 3}             | 400 | as, from, expiresInDays and unlisted
        PUT    | ann@people.test/two%20words | {}                       | 400 | up to 40 letters
        PUT    | nobody@people.test/x        | {}                       | 404 | nobody@people.test is not among the people
        DELETE | ann@people.test/x           | {}                       | 404 | has no app password 'x'
        GET    | nobody@people.test          | {}                       | 200 | []
        """)
    void shouldSayWhatIsWrongWithAnAppPassword(String method, String path, String body, int status, String told) throws Exception {
        HttpResponse<String> response = server.webAdmin(method, "/app-passwords/" + path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(told);
    }

    @Test
    void shouldEndLiveSessionsOfAChangedPasswordAndOfARemovedPerson() throws Exception {
        String carl = "carl@people.test";
        server.withPerson(carl, PASSWORD);
        try (SMTPTransport old = MailProgram.tls(server, carl, PASSWORD).open();
                SMTPTransport ann = MailProgram.tls(server, ANN, PASSWORD).open()) {
            assertThat(server.put("/users/" + carl + "?force", "{\"password\":\"battery staple\"}")).isEqualTo(204);
            assertThat(say(old, "MAIL FROM:<" + carl + ">")).startsWith("421 4.7.0 The password of this account has been changed");
            assertThatThrownBy(MailProgram.tls(server, carl, PASSWORD)::open).isInstanceOf(AuthenticationFailedException.class);
            assertThat(say(ann, "NOOP")).startsWith("250");
        }
        try (SMTPTransport removed = MailProgram.tls(server, carl, "battery staple").open()) {
            assertThat(server.webAdmin("DELETE", "/users/" + carl, "").statusCode()).isEqualTo(204);
            assertThat(say(removed, "NOOP")).startsWith("421 4.7.0 This account has been removed");
        }
        assertThat(server.log()).contains("sessions end user=" + carl + " reason=\"password changed\"");
    }

    private static String say(SMTPTransport client, String line) throws MessagingException {
        client.simpleCommand(line);
        return client.getLastServerResponse();
    }

    @Test
    void shouldReachTheOperatorByNameAlone() throws Exception {
        MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, "Postmaster");

        assertThat(taken("postmaster@people.test").text()).contains("\r\nSubject: hello\r\n");
    }

    @Test
    void shouldTellAMessagesLifeToWhoeverLooksForIt() throws Exception {
        String otto = "otto@people.test";
        server.withPerson(otto, PASSWORD);
        AtomicInteger tries = new AtomicInteger();
        mx.answer(command -> command.startsWith("RCPT TO:<tess@late.test>") && tries.incrementAndGet() == 1
            ? "451 4.7.1 Come again" : refusing("RCPT TO:<nobody@away.test>", "550 5.1.1 No such user here").apply(command));
        String queued = MailProgram.startTls(server, otto, PASSWORD).submit(
            "Message-ID: <traced@people.test>\r\n" + SHORT, "tess@late.test", "nobody@away.test");
        String queueId = queued.strip().substring(queued.indexOf("Mail"));

        List<String> life = Awaitility.await().atMost(Duration.ofSeconds(60)).until(
            () -> server.command("trace", "<traced@people.test>").output().lines().toList(),
            lines -> Stream.of("  delivered ", "  reported ").allMatch(end -> lines.stream().anyMatch(line -> line.contains(end))));

        assertThat(life.get(0)).isEqualTo(queueId + "  from " + otto + "  to tess@late.test, nobody@away.test  <traced@people.test>");
        assertThat(life.get(1)).contains("  login          " + otto + ", by people, ", ", from 127.0.0.1, submission, TLSv1.3 ");
        assertThat(life.get(2)).contains("  accepted       250 2.6.0 Queued as " + queueId + ", ", " octets, ");
        assertThat(life.get(3)).contains("  repaired       add-from, add-date, add-to");
        assertThat(String.join("\n", life)).contains("  delayed        tess@late.test by mx.test: 451 4.7.1 Come again; next try ",
            "  failed         nobody@away.test", "550 5.1.1 No such user here", "  delivered      tess@late.test by mx.test: " + TestMx.OK,
            "  reported       to " + otto + ", failed, as report-").doesNotContain("hello");
        assertThat(server.command("trace", queueId, "--json").output())
            .startsWith("[{\"id\":\"" + queueId + "\",\"events\":[{\"time\":\"20");
        assertThat(server.command("trace", "tess@LATE.test", "--since", "1h").output()).isEqualTo(String.join(System.lineSeparator(), life)
            + System.lineSeparator());
    }

    @Test
    void shouldTellOfWhatCameToNoMessage() throws Exception {
        assertThatThrownBy(() -> MailProgram.tls(server, "eve@people.test", "guessed").open());
        assertThatThrownBy(() -> MailProgram.tls(server, ANN, PASSWORD).submit("From: boss@people.test\r\n" + SHORT, "eve@first.test"));
        assertThatThrownBy(() -> MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, "eve@nowhere.invalid"));
        server.webAdmin("DELETE", "/guesses", "");

        assertThat(server.command("trace", "eve@people.test").output()).startsWith("session:")
            .contains("  login refused  eve@people.test, credentials, ", ", from 127.0.0.1, submissions, TLSv1.3 ")
            .doesNotContain("guessed");
        assertThat(server.command("trace", "eve@first.test").output()).startsWith("Mail")
            .contains("  login          " + ANN, "  refused        550 5.7.1 " + ANN + " may not send as boss@people.test (From)");
        assertThat(server.command("trace", "eve@nowhere.invalid").output())
            .contains("  login          " + ANN, "  refused        RCPT eve@nowhere.invalid: 550 5.1.2 ");
        assertThat(server.command("trace", "eve@elsewhere.test", "--since", "2d")).satisfies(nothing -> {
            assertThat(nothing.exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
            assertThat(nothing.output()).isEqualToIgnoringNewLines("postern: nothing is known of eve@elsewhere.test in the last 2d");
        });
        assertThat(server.command("trace", ANN, "--limit", "1").output()).contains("postern: there is more, and older");
        assertThat(server.command("trace", ANN, "--since", "soon")).satisfies(wrong -> {
            assertThat(wrong.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(wrong.output()).isEqualToIgnoringNewLines("postern: since is a time such as 30m, 6h or 2d, not 'soon'");
        });
    }

    @Test
    void shouldGiveFiguresToPrometheusAndItsStateToAnybody() throws Exception {
        String nobody = server.webAdmin("wrong", "GET", "/metrics", "").body();
        double before = figure("postern_messages_total{listener=\"submissions\",outcome=\"accepted\",}");
        MailProgram.tls(server, ANN, PASSWORD).submit(SHORT, "bob@counted.test");
        assertThatThrownBy(() -> MailProgram.tls(server, ANN, PASSWORD).submit("From: boss@people.test\r\n" + SHORT, "bob@counted.test"));
        taken("bob@counted.test");

        assertThat(nobody).isEqualTo("{\"statusCode\":401,\"type\":\"Unauthorized\"}");
        assertThat(figure("postern_messages_total{listener=\"submissions\",outcome=\"accepted\",}")).isGreaterThan(before);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(figures()).contains(
            "postern_refusals_total{command=\"message\",rule=\"author-rights\",code=\"550\",status=\"5.7.1\",}",
            "postern_repairs_total{repair=\"add-date\",}", "postern_logins_total{mechanism=\"LOGIN\",outcome=\"accepted\",}",
            "postern_tls_logins_total{version=\"TLSv1.3\",", "postern_deliveries_total{outcome=\"delivered\",code=\"250\",}",
            "postern_queue_messages{queue=\"spool\",state=\"due\",}", "postern_sessions{listener=\"submission\",} 0.0",
            "postern_ready 1.0", "postern_disk_free_bytes ").doesNotContain(ANN, "counted.test"));
        assertThat(figure("postern_submission_duration_seconds_count")).isPositive();
        assertThat(figure("postern_delivery_attempt_duration_seconds_count")).isPositive();
        assertThat(server.webAdmin("wrong", "GET", "/healthcheck/live", "").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = server.webAdmin("wrong", "GET", "/healthcheck/ready", "");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"yes\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postern-alerts.yml", "postern-dashboard.json"})
    void shouldHaveAllFiguresThatTheMonitoringAsksFor(String file) throws Exception {
        String asking = Files.readString(server.conf().resolve("monitoring").resolve(file));
        String figures = figures();

        assertThat(Pattern.compile("\\b(?:postern|jvm)_[a-z_]+").matcher(asking).results().map(MatchResult::group).distinct())
            .hasSizeGreaterThan(5)
            .allMatch(name -> figures.contains("# HELP " + name.replaceFirst("_bucket$", "") + " "));
    }

    private double figure(String series) throws Exception {
        return figures().lines().filter(line -> line.startsWith(series + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1))).sum();
    }

    /** With the password that opens nothing else. */
    private String figures() throws Exception {
        String password = Files.readString(server.conf().resolve("metrics.password")).strip();
        assertThat(server.webAdmin(password, "GET", "/domains", "").statusCode()).isEqualTo(401);
        return server.webAdmin(password, "GET", "/metrics", "").body();
    }

    private static Function<String, String> refusing(String start, String reply) {
        return command -> command.startsWith(start) ? reply : TestMx.OK;
    }

    private TestMx.Received taken(String recipient) {
        return Awaitility.await().atMost(Duration.ofSeconds(60))
            .until(() -> mx.received().stream()
                .filter(mail -> mail.recipients().toString().contains("<" + recipient + ">")).findFirst(),
                Optional::isPresent)
            .orElseThrow();
    }
}
