// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;
import org.postern.hooks.testing.Taken;

class DeliveryTest {
    private static final String MESSAGE = "From: alice@example.org\r\nSubject: hello\r\n\r\nText\r\n";

    @Test
    void shouldTakeMessageFromEndToEndWhenAllIsWell() throws Exception {
        try (Listener listener = Listener.startTls(); SmtpClient client = listener.alice()) {
            client.begin(ALICE, "bob@example.net");

            String reply = client.raw(MESSAGE).say(".");

            assertThat(listener.spool.taken).hasSize(1);
            Taken taken = listener.spool.taken.get(0);
            assertThat(reply).isEqualTo("250 2.6.0 Queued as " + taken.name());
            assertThat(taken.asSent()).isEqualTo(MESSAGE);
            assertThat(taken.sender()).isEqualTo(ALICE);
            assertThat(taken.recipients()).containsExactly("bob@example.net");
            assertThat(taken.received()).matches("Received: by mail.example.org \\(Postern\\) with ESMTPSA\r\n"
                + "\t\\(TLSv1.3 TLS_[A-Z0-9_]+\\)\r\n\tid " + taken.name() + "; [A-Z][a-z][a-z], .* [+-]\\d{4}\r\n");
            assertThat(client.say("QUIT")).isEqualTo("221 2.0.0 mail.example.org closing connection");
            assertThat(client.isClosed()).isTrue();
        }
    }
}
