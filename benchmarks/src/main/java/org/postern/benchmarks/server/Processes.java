// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All processes of a server. What they use is theirs, whoever of them is whose child and whoever has ended since. */
public interface Processes extends AutoCloseable {
    /**
     * Counted in the most exact way that this machine has. They end at the latest when this process is told to.
     *
     * @param name of the server, without blanks
     */
    static Processes of(String name) {
        Processes processes = ControlGroup.make(name).<Processes>map(group -> group).orElseGet(ProcessTree::new);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                processes.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return processes;
    }

    /** What has to stand before a command line for its process to belong here. */
    List<String> launcher();

    /** A process that was started with {@link #launcher}. */
    void started(long pid);

    /** In user and in kernel mode, so far. */
    double cpuSeconds() throws IOException;

    /** Those that run. */
    List<Long> running() throws IOException;

    /** Of those that run; what several share is divided among them. */
    default long residentMegabytes() throws IOException {
        long kilobytes = 0;
        for (long pid : running()) {
            kilobytes += proportional(pid);
        }
        return kilobytes / 1024;
    }

    private static long proportional(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElse(0);
        } catch (IOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /** Ends what still runs; more than once is no matter. */
    @Override
    void close() throws IOException;
}
