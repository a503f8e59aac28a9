// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.accounts.Means;
import org.postern.accounts.Proof;
import org.postern.accounts.testing.TestIssuer;
import org.postern.accounts.testing.TestKey;

class IssuerTest {
    private static final String ANN = "ann@example.org";
    private static final TestKey KEY = TestKey.rsa("first", "RS256", 2048);
    private static final TestKey EC = TestKey.ec("curve");
    private static final TestKey ED = TestKey.ed25519("edwards");
    private static final TestKey WEAK = TestKey.rsa("weak", "RS256", 1024);
    private static final TestKey STRANGER = TestKey.rsa("first", "RS256", 2048);

    private TestIssuer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestIssuer(KEY, EC, ED, WEAK);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String person(String token, String more) throws Exception {
        return person(token, OAuthFiles.issuers(server.element("<timeout>5</timeout>" + more)));
    }

    private static String person(String token, Issuers issuers) throws Exception {
        return issuers.prove(AccessToken.of(token).orElseThrow()).username().asString();
    }

    /** A session that it opens ends as late as a login with it is possible. */
    @ParameterizedTest
    @CsvSource({"60, 3600, 3660", "0, 3600, 3600", "60, 31556889864403199, 31556889864403199"})
    void shouldSayWhenTheTokenEnds(int skew, long end, long last) throws Exception {
        Map<String, Object> claims = server.claims(ANN);
        long start = end < 10_000 ? now() : 0;
        claims.put("exp", start + end);

        Proof proof = OAuthFiles.issuers(server.element("<clockSkew>" + skew + "</clockSkew>"))
            .prove(AccessToken.of(KEY.sign(claims)).orElseThrow());

        assertThat(proof.means().kind()).isEqualTo(Means.Kind.TOKEN);
        assertThat(proof.means().expires().map(Instant::getEpochSecond)).contains(start + last);
    }

    private static Arguments claim(String what, Consumer<Map<String, Object>> change, String reason) {
        return Arguments.of(Named.of(what, change), "", reason);
    }

    private static Arguments claim(String what, Consumer<Map<String, Object>> change, String config, String reason) {
        return Arguments.of(Named.of(what, change), config, reason);
    }

    private static Consumer<Map<String, Object>> put(String name, Object value) {
        return claims -> claims.put(name, value);
    }

    private static Consumer<Map<String, Object>> without(String name) {
        return claims -> claims.remove(name);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    static List<Arguments> badClaims() {
        return List.of(
            claim("no issuer", without("iss"), "token of another issuer"),
            claim("another issuer", put("iss", "https://evil.example"), "token of another issuer"),
            claim("an issuer with a slash more", claims -> claims.put("iss", claims.get("iss") + "/"), "token of another issuer"),
            claim("issuers", claims -> claims.put("iss", List.of(claims.get("iss"))), "token of another issuer"),
            claim("no audience", without("aud"), "token for another audience"),
            claim("another audience", put("aud", "https://files.example.org"), "token for another audience"),
            claim("other audiences", put("aud", List.of("a", "b")), "token for another audience"),
            claim("audience as a number", put("aud", 7), "token for another audience"),
            claim("no end", without("exp"), "token without an end"),
            claim("expired", put("exp", now() - 61), "token expired"),
            claim("expired, no skew", put("exp", now() - 1), "<clockSkew>0</clockSkew>", "token expired"),
            claim("end as a text", put("exp", "tomorrow"), "token with an impossible time"),
            claim("an end that never comes", put("exp", Long.MAX_VALUE), "token with an impossible time"),
            claim("not before", put("nbf", now() + 65), "token not valid yet"),
            claim("made in the future", put("iat", now() + 65), "token not valid yet"),
            claim("no address", without("email"), "token without email"),
            claim("an address that nobody has verified", put("email_verified", false), "token with an email that is not verified"),
            claim("an address of which nobody says so", without("email_verified"), "token with an email that is not verified"),
            claim("no name", put("email", ""), "token with no name as email"),
            claim("two addresses", put("email", "a@b@c"), "token with no name as email"),
            claim("control characters", put("email", "ann\r\n@example.org"), "token with no name as email"),
            claim("another claim", put("upn", 7), "<identity>upn</identity>", "token without upn"),
            claim("without the scope", put("scope", "mail.sendall"), "<scope>mail.send</scope>", "token without the scope"),
            claim("another domain", put("email", "ann@example.net"), "<domain>example.org</domain>",
                "token of somebody for whom the issuer may not speak"));
    }

    @ParameterizedTest
    @MethodSource("badClaims")
    void shouldRefuseATokenThatSaysSomethingWrong(Consumer<Map<String, Object>> change, String config, String reason) {
        Map<String, Object> claims = server.claims(ANN);
        change.accept(claims);

        assertThatThrownBy(() -> person(KEY.sign(claims), config)).isInstanceOf(TokenRefusal.class).hasMessage(reason);
    }

    static List<Arguments> goodClaims() {
        return List.of(
            claim("as usual", claims -> { }, ANN),
            claim("one of the audiences", put("aud", List.of("a", TestIssuer.AUDIENCE)), ANN),
            claim("another of ours", put("aud", "smtp"), "<audience>smtp</audience>", ANN),
            claim("expired a minute ago, by our clock", put("exp", now() - 50), ANN),
            claim("from a minute ahead", put("nbf", now() + 50), ANN),
            claim("fractions of seconds", put("exp", now() + 50.5), ANN),
            claim("a truth in letters", put("email_verified", "true"), ANN),
            claim("in capitals", put("email", "Ann@Example.ORG"), ANN),
            claim("with the scope", claims -> { }, "<scope>mail.send</scope>", ANN),
            claim("with a list of scopes", claims -> claims.put("scp", List.of("a", "b")), "<scope>b</scope>", ANN),
            claim("by another claim", without("email_verified"), "<identity>sub</identity>", "4711"),
            claim("with our domain", claims -> { }, "<identity>sub</identity><domain>example.org</domain>", "4711@example.org"),
            claim("of the second domain", put("email", "ann@example.net"),
                "<domain>example.org</domain><domain>example.net</domain>", "ann@example.net"));
    }

    @ParameterizedTest
    @MethodSource("goodClaims")
    void shouldKnowThePersonOfAToken(Consumer<Map<String, Object>> change, String config, String person) throws Exception {
        Map<String, Object> claims = server.claims(ANN);
        change.accept(claims);

        assertThat(person(KEY.sign(claims), config)).isEqualTo(person);
    }

    private static Arguments signed(String what, BiFunction<TestKey, Map<String, Object>, String> maker, String reason) {
        return Arguments.of(Named.of(what, maker), reason);
    }

    static List<Arguments> forgeries() {
        return List.of(
            signed("not signed", (key, claims) -> TestKey.encoded(Map.of("alg", "none")) + "." + TestKey.encoded(claims) + ".",
                "no signed token"),
            signed("signed with the public key as a secret", IssuerTest::hmac, "token with an algorithm that is not allowed"),
            signed("an algorithm that is off", (key, claims) -> key.sign(Map.of("alg", "RS512"), claims),
                "token with an algorithm that is not allowed"),
            signed("another algorithm than its key has", (key, claims) -> key.sign(Map.of("alg", "PS256"), claims),
                "token not signed by the issuer"),
            signed("a stranger's key under our name", (key, claims) -> STRANGER.sign(claims), "token not signed by the issuer"),
            signed("a key that nobody has", (key, claims) -> key.sign(Map.of("kid", "second"), claims), "token not signed by the issuer"),
            signed("a key that comes along", (key, claims) -> STRANGER.sign(
                Map.of("jwk", STRANGER.published().toJSONObject(), "kid", "other"), claims), "token not signed by the issuer"),
            signed("a key of 1024 bits", (key, claims) -> WEAK.sign(claims), "token not signed by the issuer"),
            signed("other claims than signed", (key, claims) -> spoilt(key.sign(claims), claims), "token not signed by the issuer"),
            signed("ECDSA with zeros", (key, claims) -> EC.sign(claims).replaceFirst("[^.]+$", "A".repeat(86)),
                "token not signed by the issuer"),
            signed("Ed25519 with zeros", (key, claims) -> ED.sign(claims).replaceFirst("[^.]+$", "A".repeat(86)),
                "token not signed by the issuer"),
            signed("a rule that nobody here knows", (key, claims) -> key.sign(Map.of("crit", List.of("x"), "x", 1), claims),
                "token not signed by the issuer"),
            signed("the same, Ed25519", (key, claims) -> ED.sign(Map.of("crit", List.of("x"), "x", 1), claims),
                "token not signed by the issuer"),
            signed("for logging out", (key, claims) -> key.sign(Map.of("typ", "logout+jwt"), claims), "token of another type"),
            signed("no token", (key, claims) -> "opaque", "no signed token"),
            signed("encrypted", (key, claims) -> "e30.a.b.c.d", "no signed token"));
    }

    private static String hmac(TestKey key, Map<String, Object> claims) {
        String input = TestKey.encoded(Map.of("alg", "HS256", "kid", "first")) + "." + TestKey.encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(((RSAKey) key.published()).toPublicKey().getEncoded(), "HmacSHA256"));
            return input + "." + Base64URL.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String spoilt(String token, Map<String, Object> claims) {
        Map<String, Object> others = new HashMap<>(claims);
        others.put("email", "boss@example.org");
        String[] parts = token.split("\\.");
        return parts[0] + "." + TestKey.encoded(others) + "." + parts[2];
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void shouldRefuseATokenThatTheIssuerHasNotSigned(BiFunction<TestKey, Map<String, Object>, String> maker, String reason) {
        String token = maker.apply(KEY, server.claims(ANN));

        assertThatThrownBy(() -> person(token, "")).isInstanceOf(TokenRefusal.class).hasMessage(reason);
    }

    static List<Arguments> signatures() {
        TestKey pss = new TestKey(KEY.published(), "PS256", KEY.secret());
        return List.of(
            signed("RS256", TestKey::sign, ""),
            signed("PS256", (key, claims) -> pss.sign(claims), ""),
            signed("ES256", (key, claims) -> EC.sign(claims), ""),
            signed("EdDSA", (key, claims) -> ED.sign(claims), ""),
            signed("of no type", (key, claims) -> key.sign(Map.of(), claims), ""),
            signed("of a type in capitals", (key, claims) -> key.sign(Map.of("typ", "JWT"), claims), ""),
            signed("of a type in full", (key, claims) -> key.sign(Map.of("typ", "application/at+jwt"), claims), ""));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void shouldTakeSignaturesOfEachKind(BiFunction<TestKey, Map<String, Object>, String> maker, String config) throws Exception {
        assertThat(person(maker.apply(KEY, server.claims(ANN)), config)).isEqualTo(ANN);
    }

    @Test
    void shouldTakeNoAlgorithmButThoseAllowed() {
        String token = server.token(ANN);

        assertThatThrownBy(() -> person(token, "<algorithms>ES256</algorithms>"))
            .isInstanceOf(TokenRefusal.class).hasMessage("token with an algorithm that is not allowed");
    }

    @Test
    void shouldTakeNoTokenOfOneIssuerForTheOther() throws Exception {
        try (TestIssuer other = new TestIssuer(STRANGER)) {
            Issuers issuers = OAuthFiles.issuers(server.element("") + other.element(""));

            assertThat(person(server.token(ANN), issuers)).isEqualTo(ANN);
            assertThat(person(other.token(ANN), issuers)).isEqualTo(ANN);
            assertThatThrownBy(() -> person(STRANGER.sign(server.claims(ANN)), issuers))
                .isInstanceOf(TokenRefusal.class).hasMessage("token not signed by the issuer");
        }
    }

    /** Whatever a client sends is refused: nothing of it looks like a fault of ours. */
    @Test
    void shouldRefuseWhateverIsNoToken() throws Exception {
        Issuers issuers = OAuthFiles.issuers(server.element(""));
        Random random = new Random(7628);
        String good = server.token(ANN);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder spoilt = new StringBuilder(good);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                spoilt.setCharAt(random.nextInt(spoilt.length()), "AZaz09-_..".charAt(random.nextInt(10)));
            }
            if (!spoilt.toString().equals(good)) {
                refusal(issuers, spoilt.toString());
            }
        }
        for (String header : List.of("[".repeat(4_000), "{\"alg\":\"RS256\",\"a\":" + "[".repeat(4_000), "null", "{}", "7", "\"a\"",
                "{\"alg\":7}", "{\"alg\":\"RS256\",\"crit\":7}", "{\"alg\":\"RS256\",\"kid\":{}}", "{\"alg\":\"RS256\",\"x5c\":[7]}")) {
            refusal(issuers, Base64URL.encode(header) + good.substring(good.indexOf('.')));
            refusal(issuers, good.substring(0, good.indexOf('.')) + "." + Base64URL.encode(header) + good.substring(good.lastIndexOf('.')));
        }
    }

    private static void refusal(Issuers issuers, String token) {
        // The last letter of a signature has bits that say nothing.
        assertThatThrownBy(() -> {
            person(token, issuers);
            throw TokenRefusal.invalid("good");
        }).isInstanceOf(TokenRefusal.class);
    }
}
