// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.JOERG;
import static org.postern.hooks.testing.SmtpClient.utf8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;
import org.postern.hooks.testing.TestFilter;
import org.postern.hooks.testing.TestFilter.Asked;

/** What a filter's answer, and a filter without one, does to a message, whoever's listener it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContentFilterContract {
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";
    private static final String SHORT = "<timeout>1</timeout>";
    private static final String FAULT = "451 4.3.0 The content filter cannot be asked now, please try again later";

    private final CountDownLatch end = new CountDownLatch(1);
    private TestFilter filter;
    /** With nothing but the URL. */
    private Listener listener;
    private Listener accepting;

    abstract Listener listener(String chain) throws Exception;

    @BeforeAll
    void open() throws Exception {
        filter = new TestFilter();
        listener = listener(filter.handler(""));
        accepting = listener(filter.handler("<onFailure>accept</onFailure>"));
    }

    @AfterAll
    void close() throws Exception {
        end.countDown();
        listener.close();
        accepting.close();
        filter.close();
    }

    @BeforeEach
    void forget() {
        filter.says("{\"action\": \"no action\"}");
        filter.asked.clear();
        listener.spool.taken.clear();
        accepting.spool.taken.clear();
    }

    private static String send(Listener listener, String message) throws Exception {
        try (SmtpClient client = listener.alice().begin(ALICE, "bob@example.net")) {
            String reply = client.raw(message + ".\r\n").reply();
            assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
            return reply;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'action': 'no action'}                                             | 250 2.6.0 Queued as",
        "{'action': 'add header', 'score': 7.5}                              | 250 2.6.0 Queued as",
        "{'action': 'rewrite subject', 'subject': 'spam'}                    | 250 2.6.0 Queued as",
        "{'is_skipped': true, 'action': 'no action', 'unknown': [[{}]]}      | 250 2.6.0 Queued as",
        "{'action': 'reject'} | 550 5.7.1 The content filter refuses this message; if it should not, tell your postmaster",
        "{'action': 'reject', 'messages': {'smtp_message': 'Gtube pattern'}} "
            + "| 550 5.7.1 The content filter refuses this message: Gtube pattern",
        "{'action': 'reject', 'messages': {'smtp_message': 'a\\r\\n250 b\\u0000\\u00e4'}} "
            + "| 550 5.7.1 The content filter refuses this message: a??250 b??",
        "{'action': 'reject', 'messages': {'smtp_message': ' '}}             | 550 5.7.1 The content filter refuses this message; if",
        "{'action': 'reject', 'messages': ['smtp_message']}                  | 550 5.7.1 The content filter refuses this message; if",
        "{'action': 'discard'}                                               | 550 5.7.1 The content filter refuses this message",
        "{'action': 'quarantine'}                                            | 550 5.7.1 The content filter refuses this message",
        "{'action': 'greylist'} | 451 4.7.1 The content filter does not take this message now, please try again later",
        "{'action': 'soft reject', 'messages': {'smtp_message': 'Too many'}} "
            + "| 451 4.7.1 The content filter does not take this message now, please try again later: Too many",
    })
    void shouldDoWhatTheFilterSays(String json, String reply) throws Exception {
        filter.says(json.replace('\'', '"'));
        assertThat(send(listener, MESSAGE)).startsWith(reply);
        assertThat(listener.spool.taken).hasSize(reply.startsWith("250") ? 1 : 0);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
            failure("nothing", exchange -> TestFilter.say(exchange, 200, "")),
            failure("no JSON", exchange -> TestFilter.say(exchange, 200, "550 no")),
            failure("no object", exchange -> TestFilter.say(exchange, 200, "[\"reject\"]")),
            failure("no action", exchange -> TestFilter.say(exchange, 200, "{\"score\": 20}")),
            failure("an unknown action", exchange -> TestFilter.say(exchange, 200, "{\"action\": \"dance\"}")),
            failure("several actions", exchange -> TestFilter.say(exchange, 200, "{\"action\": [\"reject\"]}")),
            failure("more behind the answer", exchange -> TestFilter.say(exchange, 200, "{\"action\": \"reject\"} {}")),
            failure("half an answer", exchange -> TestFilter.say(exchange, 200, "{\"action\": \"reject\"")),
            failure("an error", exchange -> TestFilter.say(exchange, 500, "{\"action\": \"reject\"}")),
            failure("an error that a client would like", exchange -> TestFilter.say(exchange, 403, "{\"action\": \"no action\"}")),
            failure("2 MB", exchange -> TestFilter.say(exchange, 200, "{\"action\": \"reject\"}" + " ".repeat(2_000_000))),
            failure("no end", ContentFilterContract::withoutEnd),
            failure("another protocol", ContentFilterContract::closed));
    }

    private static Arguments failure(String name, HttpHandler answer) {
        return Arguments.of(Named.of(name, answer));
    }

    private static void withoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] spaces = " ".repeat(65_536).getBytes();
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(spaces);
            }
        }
    }

    private static void closed(HttpExchange exchange) {
        throw new IllegalStateException("the server closes the connection");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldKeepTheMessageWithTheClientWhenAnswerMakesNoSense(HttpHandler answer) throws Exception {
        filter.answer = answer;
        try (LogOf log = LogOf.info()) {
            assertThat(send(listener, MESSAGE)).isEqualTo(FAULT);
            assertThat(listener.spool.taken).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.matches("WARN content filter failed id=Mail\\S+ message=put off reason=\".+\""));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldAcceptTheMessageWhenTheOperatorWantsItSo(HttpHandler answer) throws Exception {
        filter.answer = answer;
        try (LogOf log = LogOf.info()) {
            assertThat(send(accepting, MESSAGE)).startsWith("250 2.6.0");
            assertThat(accepting.spool.taken).hasSize(1);
            assertThat(accepting.spool.taken.get(0).attributes()).doesNotContainKey("postern.filter-action");
            assertThat(log.lines()).anyMatch(line -> line.matches("WARN content filter failed id=Mail\\S+ message=accepted reason=\".+\""));
        }
    }

    @ParameterizedTest
    @CsvSource({"tryLater, 451 4.3.0, 0", "accept, 250 2.6.0, 1"})
    void shouldGoByItsFailureModeWhenNobodyListens(String onFailure, String reply, int queued) throws Exception {
        TestFilter gone = new TestFilter();
        gone.close();
        try (Listener own = listener(gone.handler("<onFailure>" + onFailure + "</onFailure>"))) {
            assertThat(send(own, MESSAGE)).startsWith(reply);
            assertThat(own.spool.taken).hasSize(queued);
        }
    }

    @ParameterizedTest
    @CsvSource({"tryLater, 451 4.3.0, 0", "accept, 250 2.6.0, 1"})
    void shouldGoByItsFailureModeWhenFilterTakesTooLong(String onFailure, String reply, int queued) throws Exception {
        filter.answer = exchange -> await();
        try (Listener own = listener(filter.handler(SHORT + "<onFailure>" + onFailure + "</onFailure>"))) {
            assertThat(send(own, MESSAGE)).startsWith(reply);
            assertThat(own.spool.taken).hasSize(queued);
        }
    }

    @Test
    void shouldNotWaitForTheRestOfAnAnswerBeyondTheTime() throws Exception {
        filter.answer = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{\"action\": ".getBytes());
            exchange.getResponseBody().flush();
            await();
        };
        try (Listener own = listener(filter.handler(SHORT))) {
            assertThat(send(own, MESSAGE)).isEqualTo(FAULT);
        }
    }

    @Test
    void shouldNotWaitForAFilterThatDoesNotRead() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Listener own = listener("<handler class=\"org.postern.hooks.ContentFilter\"><url>http://127.0.0.1:"
                    + deaf.getLocalPort() + "/</url>" + SHORT + "</handler>")) {
            assertThat(send(own, MESSAGE + ("y".repeat(70) + "\r\n").repeat(100_000))).isEqualTo(FAULT);
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldNotFollowARedirect() throws Exception {
        filter.answer = exchange -> {
            exchange.getResponseHeaders().set("Location", filter.url("/elsewhere"));
            TestFilter.say(exchange, 307, "");
        };
        assertThat(send(listener, MESSAGE)).isEqualTo(FAULT);
        assertThat(filter.asked).extracting(Asked::path).containsOnly("/checkv2");
    }

    @Test
    void shouldAskWithTheWholeMessageAndWhatIsKnownOfIt() throws Exception {
        try (SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net", "eve@example.net");
            String octets = MESSAGE + "\u00e4\u00ff\r\n";
            assertThat(client.raw(octets + ".\r\n").reply()).startsWith("250");

            Taken taken = listener.spool.taken.get(0);
            Asked asked = filter.asked.get(0);
            assertThat(asked.message()).isEqualTo(taken.octets()).endsWith(octets);
            assertThat(asked.field("From")).containsExactly(ALICE);
            assertThat(asked.field("Rcpt")).containsExactly("bob@example.net", "eve@example.net");
            assertThat(asked.field("Ip")).containsExactly("127.0.0.1");
            assertThat(asked.field("Helo")).containsExactly("client.example.org");
            assertThat(asked.field("User")).containsExactly(ALICE);
            assertThat(asked.field("Queue-id")).containsExactly(taken.name());
            assertThat(asked.field("Mta-name")).containsExactly("mail.example.org");
        }
    }

    @Test
    void shouldWriteAddressesBeyondAsciiAsInAUrl() throws Exception {
        try (SmtpClient client = listener.joerg()) {
            assertThat(client.say(utf8("MAIL FROM:<" + JOERG + "> SMTPUTF8"))).startsWith("250");
            assertThat(client.say(utf8("RCPT TO:<b%\u00e4r@example.net>"))).startsWith("250");
            assertThat(client.say("RCPT TO:<b%c@example.net>")).startsWith("250");
            client.say("DATA");
            assertThat(client.raw(utf8("From: <" + JOERG + ">\r\n\r\n.\r\n")).reply()).startsWith("250");

            assertThat(filter.asked.get(0).field("From")).containsExactly("j%C3%B6rg@xn--mller-kva.example");
            assertThat(filter.asked.get(0).field("Rcpt")).containsExactly("b%25%C3%A4r@example.net", "b%c@example.net");
        }
    }

    @Test
    void shouldSayTheNullReversePath() throws Exception {
        try (SmtpClient client = listener.alice().begin("", "bob@example.net")) {
            String notification = "From: alice@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report;"
                + " report-type=disposition-notification; boundary=b\r\n\r\n--b--\r\n";
            assertThat(client.raw(notification + ".\r\n").reply()).startsWith("250");
            assertThat(filter.asked.get(0).field("From")).containsExactly("<>");
        }
    }

    @Test
    void shouldAskAboutALargeMessageOctetForOctet() throws Exception {
        String large = MESSAGE + ("x".repeat(900) + "\r\n").repeat(4_000);
        assertThat(send(listener, large)).startsWith("250");
        assertThat(filter.asked.get(0).message().endsWith(large)).isTrue();
    }

    @Test
    void shouldNotAskAboutAMessageThatIsTooLargeForTheFilter() throws Exception {
        filter.says("{\"action\": \"reject\"}");
        try (Listener own = listener(filter.handler("<maxSize>2</maxSize>"))) {
            assertThat(send(own, MESSAGE + ("x".repeat(70) + "\r\n").repeat(100))).startsWith("250");
            assertThat(filter.asked).isEmpty();
            assertThat(send(own, MESSAGE)).startsWith("550");
        }
    }

    @Test
    void shouldNotAskAboutAMessageThatACheckRefuses() throws Exception {
        try (Listener own = listener("<handler class=\"org.postern.hooks.CheckMessage\"/>" + filter.handler(""))) {
            assertThat(send(own, "From: eve@example.net\r\n\r\n")).startsWith("550 5.7.1");
            assertThat(filter.asked).isEmpty();
        }
    }

    @Test
    void shouldNoteOnTheMailWhatTheFilterSaid() throws Exception {
        filter.says("{\"action\": \"add header\", \"score\": 7.5, \"milter\": {\"add_headers\": {\"X-Spam\": \"Yes\", "
            + "\"X-Rule\": [{\"value\": \"A\", \"order\": 1}, {\"value\": \"B\\n\\tfolded\"}], \"From\": \"eve@example.net\","
            + "\"X-Injected\": \"a\\r\\nBcc: eve@example.net\", \"X-Nothing\": null, \"X-Deep\": {\"value\": {}}}}}");
        assertThat(send(listener, MESSAGE)).startsWith("250");

        Taken taken = listener.spool.taken.get(0);
        assertThat(taken.attributes()).containsEntry("postern.filter-action", "add header")
            .containsEntry("postern.filter-score", "7.5");
        assertThat(taken.attributes().get("postern.filter-fields")).asString()
            .contains("X-Spam: Yes", "X-Rule: A", "X-Rule: B\r\n\tfolded").doesNotContain("eve@", "X-Injected", "X-Nothing", "X-Deep");
        assertThat(taken.asSent()).isEqualTo(MESSAGE);
    }

    @Test
    void shouldKnowItselfByThePasswordAndShowItToNobodyElse() throws Exception {
        try (Listener own = listener(filter.handler("<passwordFile>filter.password</passwordFile>")); LogOf log = LogOf.everything()) {
            assertThat(send(own, MESSAGE)).startsWith("250");
            filter.answer = exchange -> TestFilter.say(exchange, 403, "");
            assertThat(send(own, MESSAGE)).startsWith("451");

            assertThat(filter.asked).allSatisfy(asked -> assertThat(asked.field("Password")).containsExactly(Listener.FILTER_PASSWORD));
            assertThat(log.lines()).noneMatch(line -> line.contains(Listener.FILTER_PASSWORD));
        }
    }

    @Test
    void shouldUseOneConnectionForMessagesOneAfterTheOther() throws Exception {
        int messages = 5;
        for (int i = 0; i < messages; i++) {
            assertThat(send(listener, MESSAGE)).startsWith("250");
        }
        assertThat(List.copyOf(filter.asked)).hasSize(messages).extracting(Asked::client).containsOnly(filter.asked.get(0).client());
    }
}
