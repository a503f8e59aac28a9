// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.postern.benchmarks.load.Load;
import org.postern.benchmarks.load.MailSession;
import org.postern.benchmarks.server.Commands;
import org.postern.benchmarks.server.Postern;

/** More connections than the server may have descriptors. */
record NoDescriptors() implements Fault {
    private static final int LEFT = 20;
    /** No more than the kernel lets wait to be accepted. */
    private static final int CROWD = 120;
    private static final int MESSAGES = 300;
    private static final double RATE = 50;
    private static final int SECONDS = 5;
    private static final double SPINNING = 0.5;

    @Override
    public String name() {
        return "no file descriptors";
    }

    @Override
    public void prepare(Stage stage) throws NotStaged {
        NotStaged.program("prlimit", "util-linux");
    }

    @Override
    public String happen(Stage stage) throws Exception {
        Postern postern = stage.postern();
        List<MailSession> crowd = new ArrayList<>();
        double busy;
        Load.Result result;
        try (Load load = stage.load(MESSAGES, RATE)) {
            stage.flowing(load);
            limit(postern, Long.toString(postern.usage().descriptors() + LEFT));
            for (int i = 0; i < CROWD; i++) {
                crowd.add(MailSession.connect(postern.submission()));
            }
            result = load.await();
            double before = postern.usage().cpuSeconds();
            Stage.pause(SECONDS * 1000L);
            busy = (postern.usage().cpuSeconds() - before) / SECONDS;
        } finally {
            for (MailSession session : crowd) {
                session.close();
            }
        }
        stage.expect(busy < SPINNING, "it spins");
        stage.expect(postern.ended(Duration.ZERO).isEmpty(), "it has ended");
        stage.expectNoFinalRefusal(result);
        // The clients have gone; the limit is as low as before.
        stage.expectAllTaken(MESSAGES, "when the crowd had gone");
        limit(postern, "hard");
        return String.format(Locale.ROOT, "%d of %d taken meanwhile over kept connections, else %s; idle with %.0f %% of a processor",
            result.accepted(), MESSAGES, result.refusals(), busy * 100);
    }

    /** The soft one, so that it can be raised again. */
    private static void limit(Postern postern, String descriptors) throws IOException, InterruptedException {
        String prlimit = NotStaged.program("prlimit", "util-linux").toString();
        String pid = Long.toString(postern.pid());
        String limit = "hard".equals(descriptors)
            ? Commands.run(prlimit, "--pid", pid, "--nofile", "--noheadings", "--raw", "--output", "HARD").strip() : descriptors;
        Commands.run(prlimit, "--pid", pid, "--nofile=" + limit + ":");
    }
}
