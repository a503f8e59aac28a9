// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.accounts.testing.TestIssuer;
import org.postern.accounts.testing.TestKey;

/** An issuer that cannot be asked has not said no. */
class IssuerFaultsTest {
    private static final String ANN = "ann@example.org";
    private static final TestKey KEY = TestKey.ec("first");
    private static final TestKey NEXT = TestKey.ec("next");
    private static final IssuerKeys.Times AT_ONCE = new IssuerKeys.Times(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ZERO);

    private TestIssuer server;
    private Issuers issuers;

    @BeforeEach
    void open() throws Exception {
        server = new TestIssuer(KEY);
        issuers = issuers(server.element("<timeout>1</timeout>"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Issuers issuers(String elements) throws Exception {
        return new Issuers(OAuthFiles.settings(elements).issuers().stream()
            .map(settings -> new Issuer(settings, Clock.systemUTC(), AT_ONCE)).toList());
    }

    private String person(String token) throws Exception {
        return issuers.prove(AccessToken.of(token).orElseThrow()).username().asString();
    }

    private static Arguments fault(String what, HttpHandler answer, String reason) {
        return Arguments.of(Named.of(what, answer), reason);
    }

    static List<Arguments> faults() {
        return List.of(
            fault("an error", exchange -> TestIssuer.say(exchange, 500, "{}"), "answers with HTTP status 500"),
            fault("somewhere else", exchange -> {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
                TestIssuer.say(exchange, 302, "");
            }, "answers with HTTP status 302"),
            fault("no JSON", exchange -> TestIssuer.say(exchange, 200, "<html>"), "answers with no JSON object"),
            fault("endless brackets", exchange -> TestIssuer.say(exchange, 200, "{\"a\":" + "[".repeat(100_000)),
                "answers with no JSON object"),
            fault("too much", exchange -> TestIssuer.say(exchange, 200, " ".repeat(300_000)), "answers with more than 262144 octets"),
            fault("a document of another issuer", exchange -> TestIssuer.say(exchange, 200, "{\"issuer\":\"https://evil.example\"}"),
                "is one of https://evil.example; <url> of <issuer> has to be the same"),
            fault("a connection that ends", exchange -> {
                throw new IOException("for a test");
            }, "java.io.IOException"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNotKnowWhenTheIssuerMakesNoSense(HttpHandler answer, String reason) throws Exception {
        String token = server.token(ANN);
        server.fault = answer;

        assertThatThrownBy(() -> person(token)).isInstanceOf(IssuerFailure.class).hasMessageContaining(reason)
            .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(token.substring(0, 20)));
        server.fault = null;
        assertThat(person(token)).isEqualTo(ANN);
    }

    static List<Arguments> documents() {
        return List.of(
            Arguments.of("{\"issuer\":\"ISSUER\"}", "has no jwks_uri of https"),
            Arguments.of("{\"issuer\":\"ISSUER\",\"jwks_uri\":\"http://keys.example/\"}", "has no jwks_uri of https"),
            Arguments.of("{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/nothing\"}", "has no keys that can be read"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNotKnowWhenTheDocumentNamesNoKeys(String document, String reason) {
        String token = server.token(ANN);
        server.fault = exchange -> TestIssuer.say(exchange, 200, document.replace("ISSUER", server.url("")));

        assertThatThrownBy(() -> person(token)).isInstanceOf(IssuerFailure.class).hasMessageContaining(reason);
    }

    @Test
    void shouldReadKeysAmongOthersThatItCannotRead() throws Exception {
        issuers = issuers(server.element("<jwks>" + server.url("/keys") + "</jwks>"));
        String key = KEY.published().toJSONString();
        server.fault = exchange -> TestIssuer.say(exchange, 200, "{\"keys\":[{\"kty\":\"moon\"},{\"kty\":\"oct\",\"k\":\"AA\"},"
            + "{\"kty\":\"EC\",\"crv\":\"P-9\",\"x\":\"AA\"}," + key + "]}");

        assertThat(person(server.token(ANN))).isEqualTo(ANN);
    }

    @Test
    @Timeout(10)
    void shouldGoOnWithKeysThatAreKnownWhenTheIssuerIsSilent() throws Exception {
        person(server.token(ANN));
        server.fallSilent();

        assertThatThrownBy(() -> person(NEXT.sign(server.claims(ANN)))).hasMessageContaining("has not answered in 1000 ms");
        long before = System.nanoTime();
        assertThat(person(server.token(ANN))).isEqualTo(ANN);
        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void shouldKnowAKeyThatIsNew() throws Exception {
        person(server.token(ANN));
        server.keys = List.of(NEXT, KEY);

        assertThat(person(server.token(ANN))).isEqualTo(ANN);
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void shouldKnowNothingWhenNobodyListens() {
        String token = server.token(ANN);
        server.close();

        assertThatThrownBy(() -> person(token)).isInstanceOf(IssuerFailure.class).hasMessageContaining("ConnectException");
    }
}
