// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.PASSWORD;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.hooks.server.MemoryDialogue.Client;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.LogOf;
import org.postern.hooks.testing.SmtpClient;

class TlsTest {
    @Test
    void shouldForgetWhatWasSaidBeforeTls() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect().startTls()) {
            assertThat(client.say("AUTH LOGIN")).isEqualTo("503 5.5.1 Say EHLO first");
            client.login(ALICE, PASSWORD);
            assertThat(client.say("STARTTLS")).isEqualTo("503 5.5.1 TLS is already running");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\r\n", "EHLO attacker\r\nMAIL FROM:<eve@example.net>\r\n", "x", "\r\n"})
    void shouldDropWhatIsPipelinedInClearTextBehindStartTls(String injected) throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect()) {
            client.reply();
            client.say("EHLO me");
            client.raw("STARTTLS\r\n" + injected);

            assertThat(client.reply()).startsWith("554 5.5.1");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldAnswerWhatWasSaidBeforeStartTlsWhenMoreIsPipelinedBehindIt() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect()) {
            client.reply();
            client.raw("EHLO me\r\nSTARTTLS\r\nNOOP\r\n");

            assertThat(client.reply()).startsWith("250-");
            assertThat(client.reply()).startsWith("554 5.5.1");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldAnswerEveryCommandWhenTlsIsNotUsable() throws Exception {
        try (Listener listener = Listener.startTls()) {
            DialogueService service = ((SubmissionServer) listener.factory().getServers().get(0)).service();
            DialogueService withoutTls = MemoryDialogue.with(service, "newTlsHandler", handler -> {
                throw new IllegalStateException("No key");
            });
            try (MemoryDialogue dialogue = MemoryDialogue.open(withoutTls, Client.IN_CLEAR_TEXT)) {
                dialogue.say("NOOP\r\nSTARTTLS\r\n");
                dialogue.say("NOOP\r\n");

                assertThat(dialogue.replies().lines()).extracting(line -> line.substring(0, 3))
                    .containsExactly("220", "250", "454", "250");
            }
        }
    }

    @Test
    void shouldCloseWhenClearTextFollowsTheReplyToStartTls() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect()) {
            client.reply();
            client.say("EHLO me");
            assertThat(client.say("STARTTLS")).startsWith("220");
            client.raw("NOOP\r\n");

            // A TLS alert may come before the end; a reply may not.
            assertThat(client.reply()).doesNotStartWith("250");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldRefuseArgumentOfStartTls() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect()) {
            client.reply();
            client.say("EHLO me");
            assertThat(client.say("STARTTLS now")).startsWith("501 5.5.4");
            assertThat(client.say("STARTTLS")).startsWith("220");
            assertThat(client.handshake().say("EHLO me")).contains("AUTH");
        }
    }

    @Test
    void shouldSpeakTlsFromTheFirstOctetWhenSocketTls() throws Exception {
        try (Listener listener = Listener.implicitTls(""); SmtpClient client = listener.connect().handshake("TLSv1.2")) {
            assertThat(client.reply()).startsWith("220");
            assertThat(client.say("EHLO me")).doesNotContain("STARTTLS").contains("AUTH PLAIN LOGIN");
            assertThat(client.say("STARTTLS")).startsWith("503 5.5.1");
            client.login(ALICE, PASSWORD).begin(ALICE, "bob@example.net");
            client.raw("From: alice@example.org\r\n\r\n").say(".");
            assertThat(listener.spool.taken.get(0).received()).contains("with ESMTPSA\r\n\t(TLSv1.2 TLS_");
        }
    }

    @Test
    void shouldEnableTls12And13OnlyWhateverTheConfigurationSays() throws Exception {
        SslHandler handler = handlerFor("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

        assertThat(TlsProtocols.restrict(handler).engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    @Test
    void shouldSayWhatIsWrongWhenOnlyOldProtocolsAreConfigured() throws Exception {
        SslHandler handler = handlerFor("TLSv1", "TLSv1.1");

        assertThatThrownBy(() -> TlsProtocols.restrict(handler)).hasMessageContaining("supportedProtocols").hasMessageContaining("TLSv1.2");
    }

    private static SslHandler handlerFor(String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setEnabledProtocols(protocols);
        return new SslHandler(engine);
    }

    @Test
    void shouldLeaveNoStackInTheLogWhenClientsHandshakeIsRubbish() throws Exception {
        try (LogOf log = LogOf.info()) {
            try (Listener listener = Listener.implicitTls(""); SmtpClient client = listener.connect()) {
                client.raw("EHLO this is no TLS\r\n");
                while (!client.isClosed()) {
                    // The alert, if the server sends one.
                }
            }
            assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO TLS handshake with 127.0.0.1 failed"))
                .noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN"));
        }
    }

    @Test
    void shouldNotStartWithoutTls() {
        assertThatThrownBy(() -> Listener.withoutTls().close()).hasMessageContaining("has no TLS").hasMessageContaining("socketTLS");
    }
}
