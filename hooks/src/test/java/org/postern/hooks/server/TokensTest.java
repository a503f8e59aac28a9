// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.accounts.testing.TestIssuer;
import org.postern.accounts.testing.TestKey;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

/** Access tokens over the wire. */
class TokensTest {
    private static final TestKey KEY = TestKey.ec("first");
    private static final TestKey NEW_KEY = TestKey.ec("new");
    private static final String WELCOME = "235 2.7.0 Authentication successful";
    private static final String NO_TOKEN =
        "535 5.7.8 Authentication failed; the access token is not good here, sign in again in your mail program";
    private static final String NOT_ALLOWED = "535 5.7.8 Authentication failed; check user name and password";

    private TestIssuer issuer;
    private Listener listener;
    private SmtpClient client;

    @BeforeEach
    void open() throws Exception {
        issuer = new TestIssuer(KEY);
        listener = listener(issuer.element("<timeout>1</timeout><scope>mail.send</scope>"));
        client = connect();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        listener.close();
        issuer.close();
    }

    private static Listener listener(String issuers) throws Exception {
        return Listener.configured(Map.of("authentication", "<authentication><oauth>" + issuers + "</oauth></authentication>"), "");
    }

    private SmtpClient connect() throws Exception {
        SmtpClient connected = listener.connect().startTls();
        connected.say("EHLO me");
        return connected;
    }

    private static String oAuthBearer(String name, String token) {
        return "n," + (name.isEmpty() ? "" : "a=" + name) + ",\1host=localhost\1port=587\1auth=Bearer " + token + "\1\1";
    }

    private static String xOAuth2(String name, String token) {
        return "user=" + name + "\1auth=Bearer " + token + "\1\1";
    }

    private static String decoded(String challenge) {
        assertThat(challenge).startsWith("334 ");
        return new String(Base64.getDecoder().decode(challenge.substring(4)), StandardCharsets.UTF_8);
    }

    @Test
    void shouldAnnounceMechanismsOnlyWhenThereIsAnIssuer() throws Exception {
        assertThat(client.say("EHLO me")).contains("OAUTHBEARER XOAUTH2");
        try (Listener other = Listener.startTls(); SmtpClient without = other.connect().startTls()) {
            assertThat(without.say("EHLO me")).contains("AUTH").doesNotContain("OAUTH");
            assertThat(without.say("AUTH XOAUTH2")).startsWith("504 5.5.4");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OAUTHBEARER, alice@example.org, true",
        "OAUTHBEARER, alice@example.org, false",
        "OAUTHBEARER, Alice@Example.ORG, true",
        "OAUTHBEARER, '',                true",
        "XOAUTH2,     alice@example.org, true",
        "XOAUTH2,     alice@example.org, false",
        "XOAUTH2,     '',                true",
    })
    void shouldLetInThePersonOfTheToken(String mechanism, String name, boolean atOnce) throws Exception {
        String token = issuer.token(ALICE);
        String response = base64(mechanism.equals("XOAUTH2") ? xOAuth2(name, token) : oAuthBearer(name, token));

        if (!atOnce) {
            assertThat(client.say("AUTH " + mechanism)).isEqualTo("334");
        }
        assertThat(client.say(atOnce ? "AUTH " + mechanism + " " + response : response)).isEqualTo(WELCOME);
        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("250");
    }

    @Test
    void shouldBeginNoMessageWithATokenThatHasExpired() throws Exception {
        assertThat(client.say("AUTH XOAUTH2 " + base64(xOAuth2("", issuer.token(ALICE))))).isEqualTo(WELCOME);
        client.address(ALICE, "bob@example.net").say("RSET");

        listener.clock.pass(Duration.ofDays(1));

        assertThat(client.say("NOOP")).startsWith("250");
        assertThat(client.say("MAIL FROM:<" + ALICE + ">"))
            .isEqualTo("421 4.7.0 The access token of this session has expired; log in with a new one; closing connection");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void shouldActAsTheOtherOnlyWhenDelegated() throws Exception {
        assertThat(client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(ALICE, issuer.token(BOSS))))).isEqualTo(NOT_ALLOWED);
        assertThat(client.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, issuer.token(BOSS))))).isEqualTo(NOT_ALLOWED);
        assertThat(client.say("AUTH XOAUTH2 " + base64(xOAuth2("a@b@c", issuer.token(BOSS))))).isEqualTo(NOT_ALLOWED);
        assertThat(client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(BOSS, issuer.token(ALICE))))).isEqualTo(WELCOME);
        assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
    }

    @ParameterizedTest
    @CsvSource({
        "AQ==, 535",
        "'',   535",
        "*,    501",
    })
    void shouldSayWhatIsWrongWithATokenBeforeTheEnd(String end, String code) throws Exception {
        Map<String, Object> claims = issuer.claims(ALICE);
        claims.put("exp", Instant.now().getEpochSecond() - 3600);
        String token = KEY.sign(claims);
        try (LogOf log = LogOf.everything()) {
            assertThat(decoded(client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(ALICE, token)))))
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"mail.send\",\"openid-configuration\":\""
                    + issuer.url("/.well-known/openid-configuration") + "\"}");
            assertThat(log.lines()).anyMatch(line -> line.contains("login refused") && line.contains("token expired")
                && line.contains(ALICE));
            assertThat(client.say(end)).startsWith(code);
            assertThat(decoded(client.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, token)))))
                .isEqualTo("{\"status\":\"401\",\"schemes\":\"Bearer\",\"scope\":\"mail.send\"}");
            assertThat(client.say(end)).startsWith(code);
        }
        assertThat(client.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, issuer.token(ALICE))))).isEqualTo(WELCOME);
    }

    @Test
    void shouldSayWhenTheScopeIsMissing() throws Exception {
        Map<String, Object> claims = issuer.claims(ALICE);
        claims.put("scope", "openid");

        assertThat(decoded(client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(ALICE, KEY.sign(claims))))))
            .startsWith("{\"status\":\"insufficient_scope\"");
        assertThat(client.say("AQ==")).isEqualTo(NO_TOKEN);
        assertThat(decoded(client.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, KEY.sign(claims)))))).startsWith("{\"status\":\"400\"");
        assertThat(client.say("")).isEqualTo(NO_TOKEN);
    }

    static List<Arguments> malformed() {
        String good = "auth=Bearer abc\1\1";
        return List.of(
            Arguments.of("OAUTHBEARER", ""),
            Arguments.of("OAUTHBEARER", "\1"),
            Arguments.of("OAUTHBEARER", good),
            Arguments.of("OAUTHBEARER", "n,,\1" + good.substring(0, good.length() - 1)),
            Arguments.of("OAUTHBEARER", "n,,\1\1"),
            Arguments.of("OAUTHBEARER", "n,,\1auth=\1\1"),
            Arguments.of("OAUTHBEARER", "n,,\1auth=Basic abc\1\1"),
            Arguments.of("OAUTHBEARER", "n,,\1auth=Bearer a b\1\1"),
            Arguments.of("OAUTHBEARER", "n,,\1auth=Bearer abc\1" + good),
            Arguments.of("OAUTHBEARER", "p=tls-exporter,,\1" + good),
            Arguments.of("OAUTHBEARER", "F,n,,\1" + good),
            Arguments.of("OAUTHBEARER", "n,b=ann,\1" + good),
            Arguments.of("OAUTHBEARER", "n,a=,\1" + good),
            Arguments.of("OAUTHBEARER", "n,a=ann=2x,\1" + good),
            Arguments.of("XOAUTH2", ""),
            Arguments.of("XOAUTH2", good),
            Arguments.of("XOAUTH2", "user=ann"),
            Arguments.of("XOAUTH2", "user=ann\1\1"),
            Arguments.of("XOAUTH2", "n,,\1" + good));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldTellAMessageThatIsNone(String mechanism, String message) throws Exception {
        String response = message.isEmpty() ? "=" : base64(message);

        assertThat(decoded(client.say("AUTH " + mechanism + " " + response)))
            .startsWith(mechanism.equals("XOAUTH2") ? "{\"status\":\"400\"" : "{\"status\":\"invalid_request\"");
        assertThat(client.say("AQ==")).isEqualTo(NO_TOKEN);
        assertThat(issuer.asked).isEmpty();
    }

    @Test
    void shouldReadANameWithCommas() throws Exception {
        assertThat(client.say("AUTH OAUTHBEARER " + base64("y,a=x=2Cy=3Dz,\1auth=bearer " + issuer.token(ALICE) + "\1\1")))
            .isEqualTo(NOT_ALLOWED);
        assertThat(client.say("AUTH OAUTHBEARER " + base64("y,a=" + ALICE + ",\1x=1\1auth=bearer " + issuer.token(ALICE) + "\1\1")))
            .isEqualTo(WELCOME);
    }

    @Test
    void shouldSayLaterNotNeverWhenTheIssuerIsSilentAndLetOthersGoOn() throws Exception {
        issuer.fallSilent();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(ALICE, issuer.token(ALICE))));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(() -> !issuer.asked.isEmpty());

        try (SmtpClient other = connect()) {
            assertThat(other.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).isEqualTo(WELCOME);
        }
        assertThat(waiting).isNotDone();
        assertThat(waiting.join()).startsWith("454 4.7.0");
    }

    @Test
    void shouldGoOnWithTheKeysThatAreKnownWhenTheIssuerIsAway() throws Exception {
        try (SmtpClient first = connect()) {
            assertThat(first.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, issuer.token(ALICE))))).isEqualTo(WELCOME);
        }
        issuer.close();

        assertThat(decoded(client.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, NEW_KEY.sign(issuer.claims(ALICE))))))).contains("401");
        assertThat(client.say("")).isEqualTo(NO_TOKEN);
        assertThat(client.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, issuer.token(ALICE))))).isEqualTo(WELCOME);
    }

    @Test
    void shouldAskTheIssuerAboutTokensThatNobodyElseCanRead() throws Exception {
        Map<String, Object> claims = issuer.claims(ALICE);
        claims.put("active", true);
        issuer.opaque.put("opaque-token", claims);
        try (Listener asking = listener(issuer.element(issuer.introspection("filter.password", "opaque")));
                SmtpClient other = asking.connect().startTls()) {
            other.say("EHLO me");
            assertThat(decoded(other.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, "another"))))).contains("401");
            other.say("");
            assertThat(other.say("AUTH XOAUTH2 " + base64(xOAuth2(ALICE, "opaque-token")))).isEqualTo(WELCOME);
        }
    }

    @Test
    void shouldNeverLogAToken() throws Exception {
        try (LogOf log = LogOf.everything()) {
            String good = issuer.token(ALICE);
            String bad = NEW_KEY.sign(issuer.claims(ALICE));
            client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(ALICE, bad)));
            client.say("AQ==");
            client.say("AUTH OAUTHBEARER " + base64(oAuthBearer(ALICE, good)));

            assertThat(log.lines()).anyMatch(line -> line.contains("login accepted") && line.contains(issuer.url("")));
            for (String token : List.of(good, bad)) {
                String payload = token.substring(token.indexOf('.') + 1, token.indexOf('.') + 40);
                assertThat(log.lines()).noneMatch(line -> line.contains(payload) || line.contains(token.substring(0, 20))
                    || line.contains(token.substring(token.lastIndexOf('.'))) || line.contains(base64(oAuthBearer(ALICE, token))));
            }
        }
    }

    @Test
    void shouldNotStartWhenTheIssuerIsNotDescribed() {
        assertThatThrownBy(() -> listener("<issuer><url>https://login.example.org</url></issuer>"))
            .hasStackTraceContaining("authentication.xml: <audience> of <issuer> is '', allowed is what tokens for this server have");
    }
}
