// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.load.MailSession.Target;
import org.postern.benchmarks.server.Usage;

/**
 * Clients that do nothing, half of them over TLS and logged in, half of them connected and no more; then as many that send an
 * octet a second.
 *
 * @param sessions in all
 */
record IdleCrowd(int sessions) implements Fault {
    private static final long MESSAGES = 2000;
    private static final int SLOW_SECONDS = 5;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "%,d idle and slow clients", sessions);
    }

    @Override
    public String happen(Stage stage) throws Exception {
        List<MailSession> crowd = new ArrayList<>();
        Usage alone = stage.postern().usage();
        try {
            Target submissions = stage.postern().submissions();
            Target submission = stage.postern().submission();
            for (int i = 0; i < sessions; i++) {
                crowd.add(i % 2 == 0 ? MailSession.open(submissions) : MailSession.connect(submission));
            }
            Usage crowded = stage.postern().usage();
            for (int second = 0; second < SLOW_SECONDS; second++) {
                for (MailSession slow : crowd) {
                    slow.write("N");
                }
                Stage.pause(1000);
            }
            try (Load load = stage.load(MESSAGES)) {
                Load.Result result = load.await();
                return String.format(Locale.ROOT, "%d MB for the crowd; %,.0f/s taken meanwhile, p99 %.0f ms",
                    crowded.residentMegabytes() - alone.residentMegabytes(), result.perSecond(), result.millis(0.99));
            }
        } finally {
            for (MailSession session : crowd) {
                close(session);
            }
        }
    }

    private static void close(MailSession session) {
        try {
            session.close();
        } catch (IOException e) {
            // The server was faster.
            return;
        }
    }
}
