// SPDX-License-Identifier: Apache-2.0
package org.postern.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server under test itself: that it is stock, and works. */
@Timeout(180)
class StockJamesIT {
    @Test
    void shouldHaveNoClassOfPosternOnItsClassPath() {
        assertThatThrownBy(() -> Class.forName("org.postern.submission.Check")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void shouldRelayWhatAnAuthenticatedUserSubmits(@TempDir Path home) throws Exception {
        try (MailSink sink = new MailSink();
             StockServer james = StockServer.in(home).deliverTo(sink)
                 .domain("example.org").user("alice@example.org", "secret").start();
             Dialogue client = Dialogue.with(james.port()).authenticate("alice@example.org", "secret")) {
            String reply = client.submit("alice@example.org", "bob@example.net", "Subject: hello", "", "body");

            assertThat(reply).startsWith("250");
            await().atMost(Duration.ofSeconds(60)).until(() -> !sink.received().isEmpty());
            assertThat(sink.received().get(0).text()).contains("Subject: hello\r\n").endsWith("\r\n\r\nbody\r\n");
        }
    }

    @Test
    void shouldNameFileElementAndWhatIsAllowedWhenGrantsAreWrong(@TempDir Path home) throws Exception {
        StockServer.Builder wrong = StockServer.in(home).withPostern()
            .conf("mailetcontainer.xml", StockServer.resource("mailetcontainer-postern.xml"))
            .conf("grants.xml", "<grants><gramt user=\"alice@example.org\" as=\"*\"/></grants>");

        assertThatThrownBy(wrong::start).isInstanceOf(IOException.class)
            .hasMessageContaining("grants.xml: unknown element <gramt>, allowed is <grant user=");
    }
}
