// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.postern.benchmarks.server.Postern;

/** Meddles with the syncs of a running server, and counts them: strace between it and the kernel. */
final class SystemCalls implements AutoCloseable {
    private static final String STRACE = "strace";
    /** All that Java's {@code force} and {@code sync} come to on Linux. */
    private static final String SYNCS = "fsync,fdatasync,msync,sync_file_range";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process strace;
    private final Path calls;

    private SystemCalls(Process strace, Path calls) {
        this.strace = strace;
        this.calls = calls;
    }

    static void check() throws NotStaged {
        NotStaged.unlessRoot();
        NotStaged.program(STRACE, STRACE);
    }

    /**
     * Returns when it is so.
     *
     * @param tampering with each sync, as strace's {@code inject} has it: {@code error=EIO}
     */
    static SystemCalls tamper(Postern postern, String tampering) throws IOException, InterruptedException {
        Path calls = postern.home().resolve("calls");
        Path said = postern.home().resolve("strace");
        Process strace = new ProcessBuilder(NotStaged.program(STRACE, STRACE).toString(), "-f", "-y", "-o", calls.toString(),
            "-e", "trace=" + SYNCS, "-e", "inject=" + SYNCS + ":" + tampering, "-p", Long.toString(postern.pid()))
            .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!Stage.waitFor(PATIENCE, attached(strace, said)) || !strace.isAlive()) {
            strace.destroyForcibly();
            throw new NotStaged("strace may not: " + Files.readString(said).strip());
        }
        return new SystemCalls(strace, calls);
    }

    private static BooleanSupplier attached(Process strace, Path said) {
        return () -> !strace.isAlive() || said.toFile().length() > 0;
    }

    /** Syncs of files of the queue's journal, so far. A call that others interrupt has two lines, of which the first has the file. */
    long journalSyncs() throws IOException {
        return Files.readAllLines(calls).stream().filter(line -> line.contains("/queue/journal/db-")).count();
    }

    /** Lets go of the server. */
    @Override
    public void close() throws InterruptedException {
        strace.destroy();
        if (!strace.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("strace does not end");
        }
    }
}
