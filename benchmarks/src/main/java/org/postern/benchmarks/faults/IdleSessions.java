// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.server.Postern;
import org.postern.benchmarks.server.Usage;

/**
 * People who have logged in, and do nothing: what a mail program does all day.
 *
 * @param sessions over TLS
 */
record IdleSessions(int sessions) implements Fault {
    private static final long MESSAGES = 2000;
    private static final int MOST_MEGABYTES = 200;
    private static final int SOME_THREADS = 20;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "%,d idle TLS sessions", sessions);
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public String happen(Stage stage) throws Exception {
        Postern postern = stage.postern();
        Usage alone = postern.atRest();
        int threads = postern.threads();
        List<MailSession> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < sessions; i++) {
                crowd.add(MailSession.open(postern.submissions()));
            }
            long more = postern.usage().residentMegabytes() - alone.residentMegabytes();
            long held = postern.atRest().residentMegabytes() - alone.residentMegabytes();
            int moreThreads = postern.threads() - threads;
            stage.expect(more < MOST_MEGABYTES, more + " MB for the sessions");
            stage.expect(moreThreads < SOME_THREADS, moreThreads + " threads for the sessions");
            try (Load load = stage.load(MESSAGES)) {
                Load.Result result = load.await();
                stage.expect(result.accepted() == MESSAGES, "meanwhile " + result.complaint());
                stage.expect(answering(crowd) == sessions, "not all of the sessions go on");
                return String.format(Locale.ROOT, "%d MB more, %d without garbage, %d threads more; %,.0f/s taken meanwhile, p99 %.0f ms",
                    more, held, moreThreads, result.perSecond(), result.millis(0.99));
            }
        } finally {
            for (MailSession session : crowd) {
                session.close();
            }
        }
    }

    private static int answering(List<MailSession> crowd) throws IOException {
        int answers = 0;
        for (MailSession session : crowd) {
            answers += session.say("NOOP").startsWith("250") ? 1 : 0;
        }
        return answers;
    }
}
