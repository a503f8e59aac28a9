// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.distribution.store.DerbyInMemory;
import spark.Service;

@TestInstance(Lifecycle.PER_CLASS)
class TraceRoutesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
    private DerbyInMemory derby;
    private TraceWriter writer;

    @BeforeAll
    void open() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        derby = new DerbyInMemory();
        TraceTable table = new TraceTable(derby.database());
        writer = new TraceWriter(table, new TraceSettings(Duration.ofDays(14)), clock);
        new TraceRoutes(new TraceSearch(table, writer), clock).define(service);
        service.awaitInitialization();
        writer.record(TraceEvent.ofMail(NOW.minus(Duration.ofHours(2)), Kind.ACCEPTED, "Mail1").aboutText(List.of("bob@remote.test")));
    }

    @AfterAll
    void close() {
        service.stop();
        service.awaitStop();
        writer.stop();
        derby.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ?since=2d                        | q is missing: a queue id, a Message-ID, or an address
        ?q=+                             | q is missing: a queue id, a Message-ID, or an address
        ?q=bob@remote.test&since=soon    | since is a time such as 30m, 6h or 2d, not 'soon'
        ?q=bob@remote.test&since=-1d     | since is a time such as 30m, 6h or 2d, not '-1d'
        ?q=bob@remote.test&limit=0       | limit is a number of 1 to 1000, not '0'
        ?q=bob@remote.test&limit=1001    | limit is a number of 1 to 1000, not '1001'
        ?q=bob@remote.test&until=1d      | until is not expected here; q, since and limit are
        """)
    void shouldSayWhatIsWrongWithAQuestion(String query, String sentence) throws Exception {
        HttpResponse<String> answer = get(query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(sentence);
    }

    @Test
    void shouldAnswerInJson() throws Exception {
        HttpResponse<String> answer = get("?q=bob@remote.test&since=999999d&limit=1000");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"more\":false,\"stories\":[{\"id\":\"Mail1\",\"events\":["
            + "{\"time\":\"2026-11-25T10:00:00.123Z\",\"event\":\"accepted\",\"recipients\":[\"bob@remote.test\"]}]}]}");
        assertThat(get("?q=bob@remote.test&since=119m").body()).isEqualTo("{\"more\":false,\"stories\":[]}");
        assertThat(get("?q=bob@remote.test&since=3h").body()).contains("Mail1");
        assertThat(get("?q=Mail1").body()).contains("Mail1");
    }

    private HttpResponse<String> get(String query) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + TraceRoutes.BASE + query)).build(),
            BodyHandlers.ofString());
    }
}
