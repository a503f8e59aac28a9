// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.queue.OpenQueue;
import spark.Service;

class QueueRoutesTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
    @TempDir
    private Path directory;
    private OpenQueue queue;

    @BeforeEach
    void open() throws Exception {
        queue = new OpenQueue(directory);
        new QueueRoutes(queue.work(), queue.delays(), Clock.systemUTC(), new JsonTransformer()).define(service);
        service.awaitInitialization();
    }

    @AfterEach
    void close() {
        service.stop();
        service.awaitStop();
        queue.close();
    }

    @Test
    void shouldListShowAndTellDelays() throws Exception {
        queue.late("m1-to-a.test", 2, "450 4.2.0 not now", "x@a.test").add(OpenQueue.mail("fresh", "x@b.test"), Duration.ofHours(1));

        JsonNode list = json("GET", "?domain=a.test&limit=1");
        assertThat(list.path("total").asInt()).isEqualTo(1);
        assertThat(list.path("messages").path(0).path("id").asText()).isEqualTo("m1-to-a.test");
        assertThat(list.path("messages").path(0).path("tries").asInt()).isEqualTo(2);
        assertThat(list.path("messages").path(0).path("reason").asText()).isEqualTo("450 4.2.0 not now");
        JsonNode shown = json("GET", "/mail/m1").path("messages").path(0);
        assertThat(shown.path("header").toString()).isEqualTo("[\"Subject: m1-to-a.test\"]");
        assertThat(shown.path("reasons").path("x@a.test").path("fromNextHop").asBoolean()).isTrue();
        assertThat(json("GET", "/delays").path("domains").toString())
            .startsWith("[{\"domain\":\"a.test\",\"waiting\":1,").endsWith("\"reason\":\"450 4.2.0 not now\",\"fromNextHop\":true}]");
        assertThat(call("GET", "/mail/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldWorkInPartsAfterADryRun() throws Exception {
        for (int i = 0; i < 3; i++) {
            queue.add(OpenQueue.mail("m" + i, "x@a.test"), Duration.ofHours(1));
        }

        JsonNode dry = json("POST", "/delete?domain=a.test&dryRun=true&limit=2");
        assertThat(dry.path("left").asInt()).isEqualTo(3);
        assertThat(dry.path("messages")).hasSize(2);
        JsonNode part = json("POST", "/delete?domain=a.test&limit=2");
        assertThat(part.path("done").asInt()).isEqualTo(2);
        assertThat(part.path("left").asInt()).isEqualTo(1);
        queue.add(OpenQueue.mail("later", "x@a.test"), Duration.ofHours(1));
        assertThat(json("POST", "/delete?domain=a.test&before=1970-01-01T00:00:00Z").path("done").asInt()).isZero();
        assertThat(json("POST", "/hold?all=true").path("done").asInt()).isEqualTo(2);
        assertThat(json("GET", "?held=true").path("total").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST | /delete | say which messages",
        "POST | /delete?all=true&domain=a.test | either all, or a filter",
        "POST | /delete?held=true&all=true | either all, or a filter",
        "POST | /hold?sender=ann | sender is 'ann', an address or <> is expected",
        "GET | ?recipient=@a.test | recipient is '@a.test', an address is expected",
        "GET | ?domain=x@a.test | domain is 'x@a.test', a domain is expected",
        "GET | ?domain= | domain is '', a domain is expected",
        "GET | ?olderThan=2 | olderThan is '2', a time as 30m, 2h or 3d is expected",
        "GET | ?olderThan=2parsecs | olderThan is '2parsecs', a time as 30m",
        "GET | ?before=now | before is 'now', a moment as",
        "GET | ?held=perhaps | held is 'perhaps', true or false is expected",
        "GET | ?limit=1001 | limit is '1001', a number from 1 to 1000 is expected",
        "GET | ?limit=0 | limit is '0', a number from 1 to 1000 is expected",
        "GET | ?size=1 | the parameter 'size' is unknown",
        "GET | ?held=true&held=false | the parameter 'held' is unknown or given twice"})
    void shouldSayWhatIsWrongWithARequest(String method, String path, String sentence) throws Exception {
        HttpResponse<String> answer = call(method, path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(answer.body()).path("message").asText()).startsWith(sentence);
    }

    private JsonNode json(String method, String path) throws Exception {
        HttpResponse<String> answer = call(method, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/queue" + path))
            .method(method, BodyPublishers.noBody())
            .build(), BodyHandlers.ofString());
    }
}
