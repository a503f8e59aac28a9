// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.JOERG;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.ScramClient;
import org.postern.hooks.testing.SmtpClient;

class ScramTest {
    private static final String REFUSED = "535 5.7.8 Authentication failed; check user name and password";
    private static final byte[] NO_BINDING = new byte[0];

    private static Listener listener;

    @BeforeAll
    static void open() throws Exception {
        listener = Listener.keepingVerifiers("");
    }

    @AfterAll
    static void close() throws Exception {
        listener.close();
    }

    private static SmtpClient connect(String... protocols) throws Exception {
        SmtpClient client = listener.connect().startTls(protocols);
        client.say("EHLO me");
        return client;
    }

    private static byte[] endPoint(SmtpClient client) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(client.tls().getPeerCertificates()[0].getEncoded());
    }

    /** @return the last reply, when the server's signature is good */
    private static String login(SmtpClient client, String mechanism, ScramClient scram) throws Exception {
        String first = client.say("AUTH " + mechanism + " " + base64(scram.first()));
        if (!first.startsWith("334 ")) {
            return first;
        }
        String second = client.say(base64(scram.last(decoded(first))));
        if (!second.startsWith("334 ")) {
            return second;
        }
        assertThat(decoded(second)).isEqualTo(scram.expectedSignature());
        return client.say("");
    }

    private static String decoded(String reply) {
        return new String(Base64.getDecoder().decode(reply.substring(4)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLogInWithAndWithoutChannelBinding(String protocol) throws Exception {
        try (SmtpClient client = connect(protocol)) {
            assertThat(client.say("EHLO me")).contains("AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN");
            assertThat(login(client, "SCRAM-SHA-256-PLUS",
                new ScramClient("p=tls-server-end-point,,", endPoint(client), ALICE, "abc", PASSWORD))).startsWith("235 2.7.0");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("250");
        }
        try (SmtpClient client = connect(protocol)) {
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,,", NO_BINDING, ALICE, "abc", PASSWORD))).startsWith("235 2.7.0");
            assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("250");
        }
    }

    @Test
    void shouldAskForTheFirstMessageWhenThereIsNone() throws Exception {
        try (SmtpClient client = connect()) {
            assertThat(client.say("AUTH SCRAM-SHA-256")).isEqualTo("334");
            ScramClient scram = new ScramClient("n,,", NO_BINDING, ALICE, "abc", PASSWORD);
            String challenge = client.say(base64(scram.first()));
            client.say(base64(scram.last(decoded(challenge))));
            assertThat(client.say("")).startsWith("235 2.7.0");
        }
    }

    /** Java 25 is the first that gives the client of this test what it needs, and the server too. */
    @Test
    void shouldBindToTheConnectionWhereJavaCan() throws Exception {
        try (SmtpClient client = connect("TLSv1.3")) {
            Optional<Method> export = Stream.of(ExtendedSSLSession.class.getMethods())
                .filter(method -> method.getName().equals("exportKeyingMaterialData")).findFirst();
            byte[] data = export.isPresent()
                ? (byte[]) export.get().invoke(client.tls(), "EXPORTER-Channel-Binding", new byte[0], 32)
                : new byte[32];

            assertThat(login(client, "SCRAM-SHA-256-PLUS", new ScramClient("p=tls-exporter,,", data, ALICE, "abc", PASSWORD)))
                .startsWith(export.isPresent() ? "235" : "535");
        }
    }

    /** The certificate is that of the session which is resumed. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldBindToAResumedSession(String protocol) throws Exception {
        SSLContext tls = Listener.anyServer();
        byte[] endPoint;
        long created;
        try (SmtpClient client = listener.connect(tls).startTls(protocol)) {
            client.say("EHLO me");
            endPoint = endPoint(client);
            created = client.tls().getCreationTime();
        }
        try (SmtpClient client = listener.connect(tls).startTls(protocol)) {
            assertThat(client.tls().getCreationTime()).as("resumed").isEqualTo(created);
            client.say("EHLO me");
            assertThat(login(client, "SCRAM-SHA-256-PLUS",
                new ScramClient("p=tls-server-end-point,,", endPoint, ALICE, "abc", PASSWORD))).startsWith("235 2.7.0");
        }
    }

    @Test
    void shouldSayTheSameOfAWrongPasswordAndOfANameThatNobodyHas() throws Exception {
        for (String name : new String[] {ALICE, "nobody@example.org", "nobody", "a@b@c"}) {
            try (SmtpClient client = connect()) {
                ScramClient wrong = new ScramClient("n,,", NO_BINDING, name, "abc", "wrong");
                String challenge = client.say("AUTH SCRAM-SHA-256 " + base64(wrong.first()));
                assertThat(decoded(challenge)).as(name).matches("r=abc[A-Za-z0-9+/]{24},s=[A-Za-z0-9+/]{22}==,i=4096");
                assertThat(client.say(base64(wrong.last(decoded(challenge))))).as(name).isEqualTo(REFUSED);
                assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,,", NO_BINDING, ALICE, "abc", PASSWORD))).startsWith("235");
            }
        }
    }

    @Test
    void shouldActAsTheOtherWhenDelegatedOnly() throws Exception {
        try (SmtpClient client = connect()) {
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,a=" + ALICE + ",", NO_BINDING, BOSS, "abc", PASSWORD)))
                .isEqualTo(REFUSED);
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,a=" + BOSS + ",", NO_BINDING, ALICE, "abc", PASSWORD)))
                .startsWith("235");
            assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"j\u00f6rg@m\u00fcller.example", "jo\u0308rg@m\u00fcller.example", "j\u00f6rg@xn--mller-kva.example",
        "jo\u0308rg@mu\u0308ller.example"})
    void shouldBeTheSameAccountHoweverItsNameIsSpelt(String name) throws Exception {
        listener.suspensions.suspend(Username.of(JOERG), "", "test");
        try (SmtpClient client = connect()) {
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,,", NO_BINDING, name, "abc", PASSWORD))).startsWith("525 5.7.13");
            listener.suspensions.resume(Username.of(JOERG), "test");
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,,", NO_BINDING, name, "abc", PASSWORD))).startsWith("235");
            client.begin("joerg@xn--mller-kva.example", "bob@example.net");
            assertThat(client.raw("From: joerg@xn--mller-kva.example\r\n\r\nHello\r\n.\r\n").reply()).startsWith("250");
            assertThat(listener.spool.taken).last().satisfies(mail -> assertThat(mail.attributes())
                .containsEntry("postern.username", JOERG)
                .containsEntry("postern.account", JOERG));
        } finally {
            listener.suspensions.resume(Username.of(JOERG), "test");
        }
    }

    @Test
    void shouldNotTellByItsSaltThatNobodyHasAName() throws Exception {
        try (SmtpClient client = connect()) {
            String[] salts = new String[2];
            for (int i = 0; i < 2; i++) {
                String name = i == 0 ? "p\u00f6l@m\u00fcller.example" : "po\u0308l@xn--mller-kva.example";
                String challenge = client.say("AUTH SCRAM-SHA-256 " + base64("n,,n=" + name + ",r=abc"));
                salts[i] = decoded(challenge).split(",")[1];
                client.say("*");
            }
            assertThat(salts[0]).isEqualTo(salts[1]);
        }
    }

    @Test
    void shouldRefuseTheProofForAnotherServerAndADowngrade() throws Exception {
        try (SmtpClient client = connect()) {
            assertThat(login(client, "SCRAM-SHA-256-PLUS",
                new ScramClient("p=tls-server-end-point,,", new byte[32], ALICE, "abc", PASSWORD))).isEqualTo(REFUSED);
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("y,,", NO_BINDING, ALICE, "abc", PASSWORD))).isEqualTo(REFUSED);
        }
    }

    @Test
    void shouldSayLaterNotNeverWhenTheStoreFails() throws Exception {
        try (Listener own = Listener.keepingVerifiers(""); SmtpClient client = own.connect().startTls()) {
            client.say("EHLO me");
            own.userFault = Optional.of(new UsersRepositoryException("Directory is down"));
            assertThat(client.say("AUTH SCRAM-SHA-256 " + base64("n,,n=" + ALICE + ",r=abc"))).startsWith("454 4.7.0");
            own.userFault = Optional.empty();
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("n,,", NO_BINDING, ALICE, "abc", PASSWORD))).startsWith("235");
        }
    }

    @Test
    void shouldTakeWhatTheListenerHasOnly() throws Exception {
        String chain = "<handler class=\"org.postern.hooks.auth.Auth\"><mechanisms>SCRAM-SHA-256</mechanisms></handler>";
        try (Listener strict = Listener.keepingVerifiers(chain); SmtpClient client = strict.connect()) {
            client.reply();
            client.say("EHLO me");
            assertThat(client.say("AUTH SCRAM-SHA-256")).startsWith("538 5.7.11");
            client.say("STARTTLS");
            client.handshake();
            assertThat(client.say("EHLO me")).contains("AUTH SCRAM-SHA-256\n");
            assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD)))
                .isEqualTo("534 5.7.9 Authentication mechanism PLAIN is too weak for this port; there are SCRAM-SHA-256");
            assertThat(client.say("AUTH login")).startsWith("534 5.7.9");
            assertThat(client.say("AUTH SCRAM-SHA-256-PLUS")).startsWith("504 5.5.4");
            // Nothing is hidden from the client here.
            assertThat(login(client, "SCRAM-SHA-256", new ScramClient("y,,", NO_BINDING, ALICE, "abc", PASSWORD))).startsWith("235");
        }
    }

    @Test
    void shouldNotOfferScramWherePasswordsAreKeptInAnotherWay() throws Exception {
        try (Listener plain = Listener.startTls(); SmtpClient client = plain.connect().startTls()) {
            assertThat(client.say("EHLO me")).contains("AUTH PLAIN LOGIN\n");
            assertThat(client.say("AUTH SCRAM-SHA-256")).startsWith("504 5.5.4");
            assertThat(client.say("AUTH SCRAM-SHA-256-PLUS")).startsWith("504 5.5.4");
        }
    }
}
