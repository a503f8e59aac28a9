// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

/** What the trace is told of a dialogue. */
class TraceTest {
    private static final String MAIL = "MAIL FROM:<alice@example.org>";
    private static final String MESSAGE = "From: alice@example.org\r\nMessage-ID: <m1@example.org>\r\n\r\nSecret text.\r\n.";

    @Test
    void shouldTellWhoSubmittedWhatAndWhoWasRefused() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.alice()) {
            client.say(MAIL);
            client.say("RCPT TO:<bob@localhost>");
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            String queued = client.say(MESSAGE);

            assertThat(listener.traced).extracting(TraceEvent::kind).containsExactly(Kind.LOGIN, Kind.REFUSED, Kind.ACCEPTED);
            assertThat(text(listener.traced.get(0), TraceField.ACCOUNT, TraceField.USER, TraceField.MECHANISM, TraceField.CLIENT))
                .containsExactly("alice@example.org", "alice@example.org", "PLAIN", "127.0.0.1");
            TraceEvent refused = listener.traced.get(1);
            assertThat(refused.recipients()).containsExactly("bob@localhost");
            assertThat(text(refused, TraceField.COMMAND, TraceField.SENDER, TraceField.TRANSACTION))
                .containsExactly("RCPT", "alice@example.org", "1");
            assertThat(text(refused, TraceField.REPLY).get(0)).startsWith("554 5.1.2 ");
            TraceEvent accepted = listener.traced.get(2);
            assertThat(queued).contains(accepted.story());
            assertThat(accepted.recipients()).containsExactly("bob@example.net");
            assertThat(text(accepted, TraceField.MESSAGE_ID, TraceField.SENDER, TraceField.TRANSACTION, TraceField.REPLY))
                .containsExactly("m1@example.org", "alice@example.org", "1", queued);
            assertThat(text(accepted, TraceField.TLS).get(0)).startsWith("TLSv1.");
            assertThat(accepted.field(TraceField.SESSION)).isEqualTo(listener.traced.get(0).field(TraceField.SESSION));
            assertThat(listener.traced).noneMatch(event -> event.toString().contains("Secret"));
        }
    }

    @Test
    void shouldTellOfMessagesRefusedAtTheirEnd() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.alice()) {
            client.say("MAIL FROM:<carol@example.org>");
            client.say(MAIL);
            client.say("RCPT TO:<bob@example.net>");
            client.say("DATA");
            client.say("From: carol@example.org\r\n\r\nText.\r\n.");

            TraceEvent reversePath = listener.traced.get(1);
            assertThat(text(reversePath, TraceField.COMMAND, TraceField.SENDER, TraceField.RULE))
                .containsExactly("MAIL", "carol@example.org", "reverse-path-rights");
            TraceEvent message = listener.traced.get(2);
            assertThat(message.kind()).isEqualTo(Kind.REFUSED);
            assertThat(message.isOfSession()).isFalse();
            assertThat(text(message, TraceField.REPLY).get(0)).startsWith("550 5.7.1 ");
            assertThat(message.field(TraceField.RULE)).contains("author-rights");
        }
    }

    @Test
    void shouldTellOfFailedLoginsButNotOfTheirSecret() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.connect().startTls()) {
            client.say("EHLO client.example.org");
            client.say("AUTH PLAIN " + SmtpClient.base64("\0" + Listener.ALICE + "\0wrong horse"));
            client.say(MAIL);

            assertThat(text(listener.traced.get(0), TraceField.ACCOUNT, TraceField.OUTCOME, TraceField.REASON))
                .containsExactly(Listener.ALICE, "refused", "credentials");
            assertThat(text(listener.traced.get(1), TraceField.COMMAND, TraceField.REPLY).get(1)).startsWith("530 ");
            assertThat(listener.traced).hasSize(2).noneMatch(event -> event.toString().contains("horse"));
        }
    }

    private static List<String> text(TraceEvent event, TraceField... fields) {
        return List.of(fields).stream().map(field -> event.field(field).orElse("")).toList();
    }
}
