// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.postern.hooks.testing.Listener.ALICE;
import static org.postern.hooks.testing.Listener.BOSS;
import static org.postern.hooks.testing.Listener.PASSWORD;
import static org.postern.hooks.testing.SmtpClient.base64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

@Timeout(60)
class LateReplyTest {
    private static final String LOGIN = "AUTH PLAIN " + base64("\0" + BOSS + "\0" + PASSWORD) + "\r\n";
    private static final int THREADS = 2;

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void shouldServeOthersWhenMoreLoginsWaitThanThereAreThreads() throws Exception {
        List<SmtpClient> waiting = new ArrayList<>();
        try (Listener listener = Listener.startTls("<maxExecutorCount>" + THREADS + "</maxExecutorCount>", "")) {
            listener.slowUsers = Map.of(BOSS, gate);
            for (int i = 0; i < 3 * THREADS; i++) {
                waiting.add(waiting(listener, ""));
            }

            try (SmtpClient other = listener.alice()) {
                other.begin(ALICE, "bob@example.net");
                assertThat(other.raw("From: alice@example.org\r\n\r\ntext\r\n").say(".")).startsWith("250");
            }

            gate.countDown();
            for (SmtpClient client : waiting) {
                assertThat(client.reply()).startsWith("235");
                client.close();
            }
        }
    }

    @Test
    void shouldKeepTheOrderWhenCommandsStandBehindALogin() throws Exception {
        try (Listener listener = Listener.startTls()) {
            listener.slowUsers = Map.of(BOSS, gate);
            try (SmtpClient client = waiting(listener, "NOOP\r\nMAIL FROM:<" + BOSS + ">\r\nRCPT TO:<bob@exam")) {
                gate.countDown();
                client.raw("ple.net>\r\n");

                assertThat(client.reply()).startsWith("235");
                assertThat(client.reply()).startsWith("250");
                assertThat(client.reply()).startsWith("250 2.1.0");
                assertThat(client.reply()).startsWith("250 2.1.5");
            }
        }
    }

    @Test
    void shouldLetGoOfASessionWhoseClientLeavesDuringItsLogin() throws Exception {
        try (Listener listener = Listener.startTls("<connectionLimit>1</connectionLimit>", "")) {
            listener.slowUsers = Map.of(BOSS, gate);
            waiting(listener, "NOOP\r\n").abort();
            gate.countDown();

            await().until(() -> {
                try (SmtpClient next = listener.connect()) {
                    return next.reply().startsWith("220");
                }
            });
        }
    }

    private static SmtpClient waiting(Listener listener, String behind) throws Exception {
        SmtpClient client = listener.connect().startTls();
        client.say("EHLO me");
        return client.raw(LOGIN + behind);
    }
}
