// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.server.Postern;

/**
 * Clients that hold a connection and give nothing for it, of each {@link Slowness} as many, on both ports at the same time.
 *
 * @param clients in all
 */
record SlowClients(int clients) implements Fault {
    private static final long MESSAGES = 2000;
    private static final int TIMEOUT_SECONDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Logins are worked out on threads of their own, which go when nobody logs in. */
    private static final int SOME_THREADS = 200;

    @Override
    public String name() {
        return String.format(Locale.ROOT, "%,d idle and slow clients", clients);
    }

    @Override
    public void prepare(Stage stage) throws IOException {
        stage.postern()
            .edit("smtpserver.xml", "<connectiontimeout>\\d+<", "<connectiontimeout>" + TIMEOUT_SECONDS + "<")
            .edit("smtpserver.xml", "<dataTimeout>\\d+<", "<dataTimeout>" + TIMEOUT_SECONDS + "<");
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public String happen(Stage stage) throws Exception {
        Postern postern = stage.postern();
        int threads = postern.threads();
        List<SlowGang> gangs = new ArrayList<>();
        try {
            for (Slowness slowness : Slowness.values()) {
                gangs.add(SlowGang.start(slowness, postern, clients / Slowness.values().length));
            }
            for (SlowGang gang : gangs) {
                gang.awaitComplete();
            }
            int moreThreads = postern.threads() - threads;
            stage.expect(moreThreads < SOME_THREADS, moreThreads + " threads for the clients");
            try (Load load = stage.load(MESSAGES)) {
                Load.Result result = load.await();
                stage.expect(result.accepted() == MESSAGES, "meanwhile " + result.complaint());
                Stage.waitFor(PATIENCE, () -> hopeless(gangs).allMatch(gang -> gang.left() == 0));
                gangs.forEach(gang -> judge(stage, gang));
                return String.format(Locale.ROOT, "%,.0f/s taken meanwhile, p99 %.0f ms; ended after: %s", result.perSecond(),
                    result.millis(0.99), hopeless(gangs).map(gang -> String.format(Locale.ROOT, "%s %.0f s", gang.slowness().words(),
                        gang.patience())).collect(Collectors.joining(", ")));
            }
        } finally {
            for (SlowGang gang : gangs) {
                gang.close();
            }
        }
    }

    private static Stream<SlowGang> hopeless(List<SlowGang> gangs) {
        return gangs.stream().filter(gang -> gang.slowness().isEnded());
    }

    private void judge(Stage stage, SlowGang gang) {
        String words = gang.slowness().words();
        stage.expect(gang.trouble().isEmpty(), words + ": " + gang.trouble());
        if (gang.slowness().isEnded()) {
            stage.expect(gang.left() == 0, words + ": " + gang.left() + " never ended");
        } else {
            stage.expect(gang.left() == clients / Slowness.values().length, words + ": " + gang.left() + " are left");
        }
    }
}
