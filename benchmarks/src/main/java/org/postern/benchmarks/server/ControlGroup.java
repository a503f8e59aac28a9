// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A control group of Linux (version 2): counts also children that nobody waits for, as Exim has. Takes the right to make one,
 * which root has.
 */
final class ControlGroup implements Processes {
    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 50;

    private final Path directory;

    private ControlGroup(Path directory) {
        this.directory = directory;
    }

    /** Nothing where there can be none. */
    static Optional<ControlGroup> make(String name) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
            Optional<Path> root = mounts.map(line -> line.split(" ")).filter(mount -> mount[2].equals("cgroup2"))
                .map(mount -> Path.of(mount[1])).findFirst();
            if (root.isEmpty()) {
                return Optional.empty();
            }
            Path directory = root.get().resolve("postern-" + name + "-" + ProcessHandle.current().pid());
            Files.createDirectory(directory);
            return Optional.of(new ControlGroup(directory));
        } catch (IOException e) {
            // Not for us to make.
            return Optional.empty();
        }
    }

    @Override
    public List<String> launcher() {
        return List.of("/bin/sh", "-c", "echo $$ >" + directory.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    @Override
    public void started(long pid) {
        // It has signed in itself.
    }

    @Override
    public double cpuSeconds() throws IOException {
        return Files.readAllLines(directory.resolve("cpu.stat")).stream()
            .filter(line -> line.startsWith("usage_usec "))
            .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())))
            .findFirst().orElseThrow() / 1e6;
    }

    @Override
    public List<Long> running() throws IOException {
        return Files.readAllLines(directory.resolve("cgroup.procs")).stream().map(Long::valueOf).toList();
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; Files.exists(directory); i++) {
            for (long pid : running()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            try {
                Files.delete(directory);
            } catch (IOException e) {
                if (i == TRIES) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
