// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.accounts.testing.TestIssuer;
import org.postern.accounts.testing.TestKey;

class IntrospectionTest {
    private static final String ANN = "ann@example.org";
    private static final String OPAQUE = "a/opaque+token~==";
    private static final TestKey KEY = TestKey.ec("first");

    private TestIssuer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestIssuer(KEY);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String person(String token, String tokens) throws Exception {
        return OAuthFiles.issuers(server.element(server.introspection(OAuthFiles.SECRET_FILE, tokens)))
            .prove(AccessToken.of(token).orElseThrow()).username().asString();
    }

    private Map<String, Object> active() {
        Map<String, Object> answer = new HashMap<>(server.claims(ANN));
        answer.put("active", true);
        return answer;
    }

    @Test
    void shouldAskTheIssuerAboutATokenThatOnlyItCanRead() throws Exception {
        server.opaque.put(OPAQUE, active());

        assertThat(person(OPAQUE, "opaque")).isEqualTo(ANN);
        byte[] credentials = Base64.getDecoder().decode(server.credentials.get(0).replace("Basic ", ""));
        assertThat(new String(credentials, StandardCharsets.US_ASCII)).isEqualTo("postern:hush%3A+%26+hush");
        assertThat(server.asked).containsExactly("/introspect");
    }

    @ParameterizedTest
    @CsvSource({
        "active,         false,                   token not active",
        "active,         ,                        token not active",
        "iss,            https://evil.example,    token of another issuer",
        "aud,            https://other.example,   token for another audience",
        "aud,            ,                        token for another audience",
        "exp,            7,                       token expired",
        "email,          ,                        token without email",
        "email_verified, ,                        token with an email that is not verified",
    })
    void shouldRefuseATokenOfWhichTheIssuerSaysSo(String claim, String value, String reason) {
        Map<String, Object> answer = active();
        answer.put(claim, "7".equals(value) ? Integer.valueOf(7) : "false".equals(value) ? Boolean.FALSE : value);
        server.opaque.put(OPAQUE, answer);

        assertThatThrownBy(() -> person(OPAQUE, "opaque")).isInstanceOf(TokenRefusal.class).hasMessage(reason);
    }

    @Test
    void shouldRefuseATokenThatTheIssuerDoesNotKnow() {
        assertThatThrownBy(() -> person(OPAQUE, "opaque")).isInstanceOf(TokenRefusal.class).hasMessage("token not active");
    }

    @Test
    void shouldNotAskAboutASignedTokenUnlessToldTo() throws Exception {
        assertThat(person(server.token(ANN), "opaque")).isEqualTo(ANN);
        assertThat(server.asked).doesNotContain("/introspect");
        assertThatThrownBy(() -> person(server.token(ANN), "all")).isInstanceOf(TokenRefusal.class).hasMessage("token not active");
    }

    @Test
    void shouldTakeASignedTokenThatTheIssuerHasNotRevoked() throws Exception {
        String token = server.token(ANN);
        server.opaque.put(token, active());

        assertThat(person(token, "all")).isEqualTo(ANN);
        Map<String, Object> other = active();
        other.put("email", "boss@example.org");
        server.opaque.put(token, other);
        assertThatThrownBy(() -> person(token, "all")).isInstanceOf(TokenRefusal.class).hasMessage("token of two people");
    }

    @Test
    void shouldNotKnowWhenTheIssuerDoesNotKnowUs() {
        server.fault = exchange -> TestIssuer.say(exchange, 401, "{\"error\":\"invalid_client\"}");

        assertThatThrownBy(() -> person(OPAQUE, "opaque")).isInstanceOf(IssuerFailure.class).hasMessageContaining("HTTP status 401");
    }

    @Test
    void shouldShowATokenToNobodyButItsIssuer() throws Exception {
        try (TestIssuer other = new TestIssuer(KEY)) {
            Issuers issuers = OAuthFiles.issuers(other.element("") + server.element(server.introspection(OAuthFiles.SECRET_FILE, "all")));

            issuers.prove(AccessToken.of(other.token(ANN)).orElseThrow());
            assertThat(server.asked).isEmpty();
        }
    }
}
