// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.accounts.Client;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslExchange.Step;
import org.postern.hooks.testing.ScramClient;
import org.postern.hooks.testing.ScramPeople;

class ScramExchangeTest {
    private static final Client CLIENT = new Client("192.0.2.7", "TLSv1.3 TLS_AES_128_GCM_SHA256", "submission", "1");
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final byte[] NO_BINDING = new byte[0];
    private static final byte[] CHANNEL = {1, 2, 3, 4};
    private static final ChannelBindings BINDINGS = new ChannelBindings(Map.of("tls-server-end-point", CHANNEL));

    private final ScramPeople people = new ScramPeople().with("user", "pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));

    private SaslExchange exchange(ChannelPolicy channel) {
        return new ScramExchange(CLIENT, people.logins(), channel, SERVER_NONCE);
    }

    private SaslExchange exchange() {
        return exchange(ChannelPolicy.unbound(false));
    }

    private static String challenge(Step step) {
        assertThat(step).isInstanceOf(Step.Challenge.class);
        return new String(((Step.Challenge) step).octets(), UTF_8);
    }

    private static Step say(SaslExchange exchange, String message) {
        return exchange.next(message.getBytes(UTF_8));
    }

    /** Up to the last message of the client. */
    private static Step go(SaslExchange exchange, ScramClient client) throws Exception {
        return say(exchange, client.last(challenge(say(exchange, client.first()))));
    }

    /** RFC 7677 §3. */
    @Test
    void shouldSayWhatTheExampleOfTheRfcSays() {
        SaslExchange exchange = exchange();

        assertThat(challenge(exchange.start())).isEmpty();
        assertThat(challenge(say(exchange, "n,,n=user,r=" + NONCE)))
            .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(challenge(say(exchange, "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(say(exchange, "")).isInstanceOfSatisfying(Step.Authenticated.class, step -> {
            assertThat(step.proof().username()).isEqualTo(Username.of("user"));
            assertThat(step.authorization()).isEqualTo(Username.of("user"));
        });
    }

    @Test
    void shouldProveItselfToTheClient() throws Exception {
        ScramClient client = new ScramClient("n,,", NO_BINDING, "user", NONCE, "pencil");

        assertThat(challenge(go(exchange(), client))).isEqualTo(client.expectedSignature());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "n,,             | user  | user",
        "n,a=user,       | user  | user",
        "n,a=boss,       | user  | boss",
        "n,a=b=2Co=3Dss, | user  | b,o=ss",
        "y,,             | user  | user",
        "n,,             | USER  | user",
    })
    void shouldSayWhoToActAs(String header, String name, String authorization) throws Exception {
        SaslExchange exchange = exchange();
        go(exchange, new ScramClient(header, NO_BINDING, name, NONCE, "pencil"));

        assertThat(say(exchange, "")).isInstanceOfSatisfying(Step.Authenticated.class, step -> {
            assertThat(step.proof().username()).isEqualTo(Username.of("user"));
            assertThat(step.authorization()).isEqualTo(Username.of(authorization));
        });
    }

    @Test
    void shouldUnescapeTheName() throws Exception {
        people.with("a,b=c", "pencil", new byte[16]);
        SaslExchange exchange = exchange();
        go(exchange, new ScramClient("n,,", NO_BINDING, "a=2Cb=3Dc", NONCE, "pencil"));

        assertThat(say(exchange, "")).isInstanceOf(Step.Authenticated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",,", "n", "n,", "n,,", "n,,n=user", "n,,r=abc,n=user", "n,,n=,r=abc", "n,,n=user,r=",
        "x,,n=user,r=abc", "n,user,n=user,r=abc",
        "n,a=,n=user,r=abc", "n,,n=us=er,r=abc", "n,,n=us=2cer,r=abc", "n,a=b=,n=user,r=abc", "n,,m=ext,n=user,r=abc",
        "n,,n=user,r=abc,m=ext", "n,,n=user,r=a b", "n,,n=user,r=abc,", "n,,n=user,r=abc,x", "n,,n=user,r=abc,x=", "n,,n=user,r=abc,1=x",
        "p=,,n=user,r=abc", "p,,n=user,r=abc", "p=a b,,n=user,r=abc", "n,,n=us\0er,r=abc", "N,,n=user,r=abc", " n,,n=user,r=abc",
        "n,,n=user,r=\u00e4"})
    void shouldFailWhenTheFirstMessageIsMalformed(String message) {
        assertThat(say(exchange(), message)).isInstanceOf(Step.Failed.class);
    }

    @Test
    void shouldFailWhenTheFirstMessageIsNoUtf8() {
        assertThat(exchange().next("n,,n=us\u00e9r,r=abc".getBytes(ISO_8859_1))).isInstanceOf(Step.Failed.class);
    }

    @Test
    void shouldReadTheLongestMessages() {
        assertThat(challenge(say(exchange(), "n,,n=" + "a".repeat(9_000) + ",r=abc"))).contains(",i=4096");
        assertThat(challenge(say(exchange(), "n,,n=user,r=abc" + ",x=y".repeat(2_200)))).contains(",i=4096");
        assertThat(say(exchange(), "n,,n=user,r=" + "a".repeat(9_000))).isInstanceOf(Step.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c=biws", "c=biws,r=%s", "r=%s,c=biws,p=%p", "c=biws,r=%s,p=", "c=biws,r=%s,p=%p,x=y", "c=biws,r=%s,p=AAAA",
        "c=eSws,r=%s,p=%p", "c=biwsAQIDBA==,r=%s,p=%p", "c=,r=%s,p=%p", "c=biws,r=other,p=%p", "c=biws,r=%s,m=x,p=%p", "c=biws,r=%s,p=!!",
        "c=biws=,r=%s,p=%p", "v=biws,r=%s,p=%p", "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=%p"})
    void shouldFailWhenTheLastMessageIsMalformed(String message) {
        SaslExchange exchange = exchange();
        say(exchange, "n,,n=user,r=" + NONCE);

        String said = message.replace("%s", NONCE + SERVER_NONCE).replace("%p", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(say(exchange, said)).isInstanceOf(Step.Failed.class);
    }

    @Test
    void shouldFailWhenMoreThanAnEmptyLineFollowsTheSignature() throws Exception {
        SaslExchange exchange = exchange();
        go(exchange, new ScramClient("n,,", NO_BINDING, "user", NONCE, "pencil"));

        assertThat(say(exchange, "x")).isInstanceOf(Step.Failed.class);
    }

    /** Whatever one changes in a good message, it is no other good one. */
    @Test
    void shouldNeverBreakAndNeverAcceptWhenMessagesAreMutated() throws Exception {
        Random random = new Random(7677);
        for (int i = 0; i < 3_000; i++) {
            SaslExchange exchange = exchange();
            ScramClient client = new ScramClient("n,,", NO_BINDING, "user", NONCE, "pencil");
            byte[] first = mutated(client.first(), random, i % 2 == 0);
            if (exchange.next(first) instanceof Step.Challenge challenge) {
                byte[] last = i % 2 == 0
                    ? "c=biws,r=x,p=AAAA".getBytes(UTF_8)
                    : mutated("c=biws,r=" + NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", random, true);
                assertThat(challenge.octets()).isNotEmpty();
                assertThat(exchange.next(last)).as(new String(last, ISO_8859_1)).isInstanceOf(Step.Failed.class);
            }
        }
    }

    private static byte[] mutated(String message, Random random, boolean isChanged) {
        byte[] octets = message.getBytes(UTF_8);
        if (isChanged) {
            // The last characters of base64 have bits that mean nothing.
            int place = random.nextInt(octets.length - 2);
            byte before = octets[place];
            octets[place] = (byte) (before ^ 1 + random.nextInt(255));
        }
        return octets;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "n,,                       | no channel binding in a mechanism that needs it",
        "y,,                       | no channel binding in a mechanism that needs it",
        "p=tls-unique,,            | channel binding tls-unique",
        "p=tls-exporter,,          | channel binding tls-exporter",
    })
    void shouldRefuseOtherBindingsWhenPlus(String header, String reason) {
        assertThat(say(exchange(ChannelPolicy.boundTo(BINDINGS)), header + "n=user,r=abc")).isEqualTo(new Step.Failed("user", reason));
    }

    @Test
    void shouldAcceptTheProofForThisChannelOnlyWhenPlus() throws Exception {
        String header = "p=tls-server-end-point,,";
        SaslExchange here = exchange(ChannelPolicy.boundTo(BINDINGS));
        assertThat(challenge(go(here, new ScramClient(header, CHANNEL, "user", NONCE, "pencil")))).startsWith("v=");
        assertThat(say(here, "")).isInstanceOf(Step.Authenticated.class);

        SaslExchange relayed = exchange(ChannelPolicy.boundTo(BINDINGS));
        assertThat(go(relayed, new ScramClient(header, new byte[] {1, 2, 3, 5}, "user", NONCE, "pencil")))
            .isEqualTo(new Step.Failed("user", "bound to another channel"));
    }

    /** RFC 5802 §6: somebody took PLUS out of what was announced. */
    @Test
    void shouldFailWhenTheClientThinksThatPlusIsNotOffered() {
        assertThat(say(exchange(ChannelPolicy.unbound(true)), "y,,n=user,r=abc"))
            .isEqualTo(new Step.Failed("user", "SCRAM-SHA-256-PLUS was hidden from the client"));
        assertThat(say(exchange(ChannelPolicy.unbound(true)), "n,,n=user,r=abc")).isInstanceOf(Step.Challenge.class);
        assertThat(say(exchange(ChannelPolicy.unbound(false)), "y,,n=user,r=abc")).isInstanceOf(Step.Challenge.class);
        assertThat(say(exchange(ChannelPolicy.unbound(false)), "p=tls-server-end-point,,n=user,r=abc")).isInstanceOf(Step.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "no\u0007body", "a@b@c"})
    void shouldGoTheSameWayForANameThatNobodyHas(String name) throws Exception {
        ScramClient client = new ScramClient("n,,", NO_BINDING, name, NONCE, "pencil");
        String first = challenge(say(exchange(), client.first()));
        assertThat(first).matches("r=\\Q" + NONCE + SERVER_NONCE + "\\E,s=[A-Za-z0-9+/]{22}==,i=4096");
        assertThat(challenge(say(exchange(), client.first()))).isEqualTo(first);

        assertThat(go(exchange(), client)).isEqualTo(new Step.Failed(name, "credentials"));
        assertThat(go(exchange(), new ScramClient("n,,", NO_BINDING, "user", NONCE, "wrong")))
            .isEqualTo(new Step.Failed("user", "credentials"));
    }

    /** As it is with the name of somebody. */
    @ParameterizedTest
    @ValueSource(strings = {"N\u00f6body@m\u00fcller.example", "no\u0308body@m\u00fcller.example", "n\u00f6body@xn--mller-kva.example",
        "no\u0308body@mu\u0308ller.example"})
    void shouldSayTheSameOfANameThatNobodyHasHoweverItIsSpelt(String name) {
        assertThat(challenge(say(exchange(), "n,,n=" + name + ",r=" + NONCE)))
            .isEqualTo(challenge(say(exchange(), "n,,n=n\u00f6body@m\u00fcller.example,r=" + NONCE)));
    }

    @Test
    void shouldKnowTheNameThatWasGiven() {
        SaslExchange exchange = exchange();
        assertThat(exchange.claimed()).isEmpty();
        say(exchange, "n,,n=user,r=abc");
        assertThat(exchange.claimed()).isEqualTo("user");
    }

    @Test
    void shouldSayLaterNotNeverWhenTheStoreFails() {
        people.fault = Optional.of(new IllegalStateException("Directory is down"));

        assertThat(say(exchange(), "n,,n=user,r=abc")).isInstanceOf(Step.Unavailable.class);
    }

    @Test
    void shouldLookAtNoProofWhenTheClientIsLockedOut() throws Exception {
        ScramClient client = new ScramClient("n,,", NO_BINDING, "user", NONCE, "pencil");
        SaslExchange exchange = exchange();
        String challenge = challenge(say(exchange, client.first()));
        people.lockOut = Optional.of(Duration.ofMinutes(5));

        assertThat(say(exchange, client.last(challenge))).isEqualTo(new Step.LockedOut("user", Duration.ofMinutes(5)));
        assertThat(say(exchange(), client.first())).isEqualTo(new Step.LockedOut("user", Duration.ofMinutes(5)));
    }
}
