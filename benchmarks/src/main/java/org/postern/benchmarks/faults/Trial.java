// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.postern.benchmarks.server.Postern;
import org.postern.benchmarks.server.Usage;

/** One fault that happens to one server, for so long at the most. However it ends, nothing of it stays behind. */
final class Trial implements AutoCloseable {
    private static final long WARM_UP = 200;
    /** A thread whose server is gone and that is interrupted ends at once, but for a program that it waits for. */
    private static final long LAST_SECONDS = 10;

    private final Fault fault;
    private final Path home;
    private final boolean keep;
    private final Stage stage;
    private final ExecutorService judge = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "trial");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isClosed;

    private Trial(Fault fault, Path home, boolean keep, Stage stage) {
        this.fault = fault;
        this.home = home;
        this.keep = keep;
        this.stage = stage;
    }

    /** @param keep the server's directory */
    static Trial open(Fault fault, Path distribution, long seed, boolean keep) throws IOException {
        Path home = Files.createTempDirectory("postern-fault");
        return new Trial(fault, home, keep, Stage.open(distribution, home, seed, fault.launcher()));
    }

    Verdict verdict(Duration patience) throws InterruptedException {
        Future<Verdict> verdict = judge.submit(this::judge);
        try {
            return verdict.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Verdict.notStaged(fault, "broken off after " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Verdict.notStaged(fault, cause instanceof NotStaged ? cause.getMessage() : "broken off: " + cause);
        }
    }

    private Verdict judge() throws Exception {
        fault.prepare(stage);
        Postern postern = stage.postern().start();
        stage.expectAllTaken(WARM_UP, "before anything went wrong");
        stage.settle();
        Usage before = postern.atRest();
        // The start is not the fault.
        long traces = postern.traces();
        String seen = fault.happen(stage);
        stage.settle();
        OptionalInt status = postern.ended(Duration.ZERO);
        stage.expect(status.isEmpty(), "ended with status " + status);
        Usage after = status.isEmpty() ? postern.atRest() : new Usage(0, 0, 0);
        return Verdict.of(fault, stage, seen, before, after, new Verdict.Log(postern.complaints(), postern.traces() - traces));
    }

    /** More than once is no matter. */
    @Override
    public synchronized void close() throws IOException, InterruptedException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        stage.postern().close();
        judge.shutdownNow();
        judge.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
        stage.close();
        if (!keep) {
            remove(home);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
