// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.prometheus.client.CollectorRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.admin.WebAdminCredentials;
import spark.Service;

@TestInstance(Lifecycle.PER_CLASS)
class MetricsRoutesTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
    private final AtomicBoolean isUp = new AtomicBoolean();
    private final ExecutorService thread = Executors.newCachedThreadPool();

    @BeforeAll
    void open(@TempDir Path conf) throws Exception {
        CollectorRegistry registry = new CollectorRegistry();
        new AttemptTimes(registry).add(Duration.ofMillis(70));
        Path figures = Files.writeString(conf.resolve("metrics.password"), "figures\n");
        Path admin = Files.writeString(conf.resolve("webadmin.password"), "admin\n");
        new MetricsRoutes(registry, WebAdminCredentials.ofFiles(figures, admin)).define(service);
        new HealthRoutes(new Readiness(Map.of("all", isUp::get), thread, Duration.ofSeconds(30), Duration.ZERO)).define(service);
        service.awaitInitialization();
    }

    @AfterAll
    void close() {
        service.stop();
        service.awaitStop();
        thread.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"Basic, figures, 200", "Basic, admin, 200", "Basic, wrong, 401", "Bearer, figures, 200", "Bearer, admin, 200",
        "Bearer, wrong, 401", "Digest, figures, 401"})
    void shouldShowFiguresToWhoeverKnowsAPassword(String scheme, String password, int status) throws Exception {
        String credentials = scheme.equals("Basic")
            ? Base64.getEncoder().encodeToString(("prometheus:" + password).getBytes(StandardCharsets.UTF_8))
            : password;

        HttpResponse<String> answer = get("/metrics", "Authorization", scheme + " " + credentials);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().contains("postern_")).isEqualTo(status == 200);
    }

    @Test
    void shouldSpeakTheFormatThatIsAskedFor() throws Exception {
        assertThat(get("/metrics", "Password", "figures").headers().firstValue("Content-Type")).contains(
            "text/plain; version=0.0.4; charset=utf-8");
        HttpResponse<String> open = http.send(request("/metrics").header("Password", "figures")
            .header("Accept", "application/openmetrics-text; version=1.0.0").build(), BodyHandlers.ofString());
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).contains("postern_delivery_attempt_duration_seconds_bucket{le=\"0.1\"} 1.0\n").endsWith("# EOF\n")
            .doesNotContain("_created");
    }

    @Test
    void shouldTellAnybodyWhetherItLivesAndIsReady() throws Exception {
        isUp.set(false);
        assertThat(get("/healthcheck/live", "Accept", "*/*").statusCode()).isEqualTo(200);
        HttpResponse<String> notYet = get("/healthcheck/ready", "Accept", "*/*");
        assertThat(notYet.statusCode()).isEqualTo(503);
        assertThat(notYet.body()).isEqualTo("{\"status\":\"no\"}");
        isUp.set(true);
        assertThat(get("/healthcheck/ready", "Accept", "*/*").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path, String name, String value) throws IOException, InterruptedException {
        return http.send(request(path).header(name, value).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
    }
}
