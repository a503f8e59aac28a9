// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import org.junit.jupiter.api.Test;
import org.postern.bridge.trace.TraceField;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.TestFilter;

/** On Postern's listener. */
class ContentFilterTest extends ContentFilterContract {
    @Override
    Listener listener(String chain) throws Exception {
        return Listener.startTls("", chain);
    }

    @Test
    void shouldAskOnceAboutAMessageThatComesInChunks() throws Exception {
        try (TestFilter filter = new TestFilter(); Listener listener = listener(filter.handler("")); SmtpClient client = listener.alice()) {
            filter.says("{\"action\": \"reject\"}");
            client.say("MAIL FROM:<" + ALICE + ">");
            client.say("RCPT TO:<bob@example.net>");
            assertThat(client.raw("BDAT 30\r\nFrom: alice@example.org\r\n\r\na\r\n").reply()).startsWith("250");
            assertThat(client.raw("BDAT 3 LAST\r\nb\r\n").reply()).startsWith("550 5.7.1 The content filter refuses this message");
            assertThat(filter.asked).hasSize(1);
            assertThat(filter.asked.get(0).message()).endsWith("From: alice@example.org\r\n\r\na\r\nb\r\n");
        }
    }

    @Test
    void shouldTellTheTraceWhatTheFilterSays() throws Exception {
        try (TestFilter filter = new TestFilter(); Listener listener = listener(filter.handler("")); SmtpClient client = listener.alice()) {
            filter.says("{\"action\": \"add header\", \"score\": 7.5}");
            client.begin(ALICE, "bob@example.net");
            client.say("From: alice@example.org\r\n\r\nText\r\n.");

            assertThat(listener.traced).extracting(event -> event.kind().word()).containsExactly("login", "checked", "accepted");
            assertThat(listener.traced.get(1).story()).isEqualTo(listener.traced.get(2).story());
            assertThat(listener.traced.get(1).field(TraceField.REASON)).contains("content filter: add header, score 7.5");
        }
    }
}
