// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.JOERG;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

class AuthTest {
    private Listener listener;
    private SmtpClient client;

    @BeforeEach
    void open() throws Exception {
        listener = Listener.startTls();
        client = listener.connect().startTls();
        client.say("EHLO me");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        listener.close();
    }

    static Stream<Arguments> initialResponses() {
        return Stream.of(
            Arguments.of("\0" + ALICE + "\0" + PASSWORD, "235 2.7.0 Authentication successful"),
            Arguments.of(ALICE + "\0" + ALICE + "\0" + PASSWORD, "235 2.7.0 Authentication successful"),
            Arguments.of(BOSS + "\0" + ALICE + "\0" + PASSWORD, "235 2.7.0 Authentication successful"),
            Arguments.of(ALICE + "\0" + BOSS + "\0" + PASSWORD, "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of(BOSS + "\0" + ALICE + "\0wrong", "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0" + ALICE + "\0wrong", "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0" + ALICE + "\0" + PASSWORD + "\0", "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0nobody@example.org\0" + PASSWORD, "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0alice\0" + PASSWORD, "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0a@b@c\0" + PASSWORD, "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0\0" + PASSWORD, "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("\0" + ALICE + "\0", "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("nonsense", "535 5.7.8 Authentication failed; check user name and password"),
            Arguments.of("", "535 5.7.8 Authentication failed; check user name and password"));
    }

    @ParameterizedTest
    @MethodSource("initialResponses")
    void shouldAnswerPlainAlikeWithAndWithoutInitialResponse(String response, String reply) throws Exception {
        assertThat(client.say("AUTH PLAIN " + (response.isEmpty() ? "=" : base64(response)))).isEqualTo(reply);

        try (SmtpClient other = listener.connect().startTls()) {
            other.say("EHLO me");
            assertThat(other.say("auth plain")).isEqualTo("334");
            assertThat(other.say(base64(response))).isEqualTo(reply);
        }
    }

    @Test
    void shouldAskForNameAndPasswordWhenLogin() throws Exception {
        assertThat(client.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
        assertThat(client.say(base64(ALICE))).isEqualTo("334 UGFzc3dvcmQ6");
        assertThat(client.say(base64("wrong"))).isEqualTo("535 5.7.8 Authentication failed; check user name and password");
        assertThat(client.say("AUTH LOGIN " + base64(ALICE))).isEqualTo("334 UGFzc3dvcmQ6");
        assertThat(client.say(base64(PASSWORD))).isEqualTo("235 2.7.0 Authentication successful");
    }

    @ParameterizedTest
    @ValueSource(strings = {"j\u00f6rg@m\u00fcller.example", "jo\u0308rg@m\u00fcller.example", "j\u00f6rg@xn--mller-kva.example",
        "jo\u0308rg@mu\u0308ller.example", "J\u00d6RG@M\u00dcLLER.example"})
    void shouldKnowANameInAnySpelling(String name) throws Exception {
        assertThat(client.say("AUTH PLAIN " + base64("\0" + name + "\0" + PASSWORD))).startsWith("235");
        assertThat(client.say("MAIL FROM:<joerg@xn--mller-kva.example>")).startsWith("250");
    }

    @Test
    void shouldActAsTheOtherWhenDelegated() throws Exception {
        client.say("AUTH PLAIN " + base64(BOSS + "\0" + ALICE + "\0" + PASSWORD));

        assertThat(client.say("MAIL FROM:<" + BOSS + ">")).startsWith("250");
        assertThat(client.say("RSET")).startsWith("250");
        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("550 5.7.1");
    }

    @Test
    void shouldActAsTheirOwnWhoSpellTheirNameInTwoWays() throws Exception {
        String name = "jo\u0308rg@m\u00fcller.example";
        assertThat(client.say("AUTH PLAIN " + base64("j\u00f6rg@xn--mller-kva.example\0" + name + "\0" + PASSWORD))).startsWith("235");
    }

    @Test
    void shouldNotActAsASuspendedAccountInAnySpelling() throws Exception {
        listener.suspensions.suspend(Username.of(JOERG), "", "test");
        String other = "jo\u0308rg@xn--mller-kva.example";

        assertThat(client.say("AUTH PLAIN " + base64(other + "\0" + ALICE + "\0" + PASSWORD))).startsWith("525 5.7.13");
        assertThat(client.say("AUTH PLAIN " + base64("\0" + other + "\0" + PASSWORD))).startsWith("525 5.7.13");
    }

    @Test
    void shouldRefuseAuthWhenConnectionIsInClearText() throws Exception {
        try (SmtpClient clear = listener.connect()) {
            clear.reply();
            assertThat(clear.say("EHLO me")).doesNotContain("AUTH");
            assertThat(clear.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("538 5.7.11");
            assertThat(clear.say("AUTH LOGIN")).startsWith("538 5.7.11");
            assertThat(clear.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0");
        }
    }

    @Test
    void shouldRefuseAuthOutOfSequence() throws Exception {
        assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
        assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("503 5.5.1");
        assertThat(client.say("EHLO me")).doesNotContain("AUTH");
        client.say("MAIL FROM:<" + ALICE + ">");
        assertThat(client.say("AUTH LOGIN")).startsWith("503 5.5.1");
        try (SmtpClient mute = listener.connect().startTls()) {
            assertThat(mute.say("AUTH LOGIN")).isEqualTo("503 5.5.1 Say EHLO first");
        }
    }

    @Test
    void shouldAskForEhloWhenClientKnowsHeloOnly() throws Exception {
        client.say("HELO me");

        assertThat(client.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 5.7.0 Authentication required, which HELO does not know");
        assertThat(client.say("AUTH LOGIN")).startsWith("503 5.5.1 AUTH needs EHLO");
        client.say("EHLO me");
        assertThat(client.say("AUTH LOGIN")).startsWith("334");
    }

    @Test
    void shouldGoOnWhenExchangeBreaksOff() throws Exception {
        assertThat(client.say("AUTH")).startsWith("501 5.5.4");
        assertThat(client.say("AUTH CRAM-MD5")).startsWith("504 5.5.4");
        assertThat(client.say("AUTH PLAIN not*base64")).startsWith("501 5.5.2");
        assertThat(client.say("AUTH PLAIN")).startsWith("334");
        assertThat(client.say("*")).startsWith("501");
        assertThat(client.say("AUTH LOGIN")).startsWith("334");
        assertThat(client.say("not base64!")).startsWith("501 5.5.2");
        assertThat(client.say("AUTH LOGIN")).startsWith("334");
        assertThat(client.say("x".repeat(12_289))).startsWith("500 5.5.6");
        assertThat(client.say("AUTH PLAIN " + "x".repeat(12_289))).startsWith("500 5.5.2");
        assertThat(client.say("AUTH LOGIN")).startsWith("334");
        assertThat(client.raw(base64(ALICE) + "\n").reply()).startsWith("500 5.5.2");
        assertThat(client.say("NOOP")).startsWith("250");
        assertThat(client.say("AUTH PLAIN")).startsWith("334");
        assertThat(client.say("A".repeat(12_288))).startsWith("535 5.7.8");
        assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
    }

    @Test
    void shouldSayLaterNotNeverWhenUserStoreFails() throws Exception {
        listener.userFault = Optional.of(new UsersRepositoryException("Directory is down"));
        assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("454 4.7.0");
        listener.userFault = Optional.of(new IllegalStateException("Connection pool is closed"));
        assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("454 4.7.0");
        listener.userFault = Optional.empty();
        assertThat(client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD))).startsWith("235");
    }

    /** A directory takes a bind without password for one of nobody, and says yes. */
    @Test
    void shouldNotAskUserStoreWhenPasswordIsEmpty() throws Exception {
        listener.userFault = Optional.of(new IllegalStateException("must not be asked"));
        client.say("AUTH LOGIN " + base64(ALICE));

        assertThat(client.say("")).isEqualTo("535 5.7.8 Authentication failed; check user name and password");
    }

    /** James logs names that it does not know, as they are. */
    @Test
    void shouldNotAskUserStoreWhenNameHasControlCharacters() throws Exception {
        listener.userFault = Optional.of(new IllegalStateException("must not be asked"));

        assertThat(client.say("AUTH PLAIN " + base64("\0eve\r\nINFO login accepted@example.org\0x")))
            .isEqualTo("535 5.7.8 Authentication failed; check user name and password");
    }

    @Test
    void shouldEndSessionWhenPasswordIsWrongTooOften() throws Exception {
        for (int i = 1; i < 20; i++) {
            client.say("AUTH PLAIN");
            assertThat(client.say(base64("\0" + ALICE + "\0wrong" + i))).startsWith("535");
        }
        client.say("AUTH PLAIN");
        assertThat(client.say(base64("\0" + ALICE + "\0wrong"))).startsWith("421 4.7.0");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void shouldNotLogPasswordThatComesAsACommand() throws Exception {
        try (LogOf log = LogOf.info()) {
            String password = base64("geheim");
            client.say("AUTH CRAM-MD5");
            assertThat(client.say(password)).isEqualTo("500 5.5.1 Unknown command; HELP names those there are");

            assertThat(log.lines()).isNotEmpty()
                .noneMatch(line -> line.toUpperCase(Locale.ROOT).contains(password.toUpperCase(Locale.ROOT)));
        }
    }

    @Test
    void shouldLogWhoLoggedInAndNeverAPassword() throws Exception {
        try (LogOf log = LogOf.everything()) {
            client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0geheim1"));
            client.say("AUTH PLAIN " + base64("\0" + ALICE + "\0" + PASSWORD));

            assertThat(log.lines()).anyMatch(line -> line.contains("login refused client=127.0.0.1 listener=")
                    && line.endsWith(" mechanism=PLAIN reason=credentials user=" + ALICE))
                .anyMatch(line -> line.contains("login accepted client=127.0.0.1 ")
                    && line.endsWith(" mechanism=PLAIN by=people user=" + ALICE + " as=" + ALICE));
            assertThat(log.lines()).noneMatch(line -> line.contains("geheim1") || line.contains(PASSWORD)
                || line.contains(base64("\0" + ALICE + "\0" + PASSWORD)) || line.contains(base64("\0" + ALICE + "\0geheim1")));
        }
    }
}
