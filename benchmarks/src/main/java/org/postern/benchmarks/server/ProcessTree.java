// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server's processes by descent. Children count that ended and were waited for; those that nobody waits for are missing. */
final class ProcessTree implements Processes {
    private static final double TICKS_PER_SECOND = 100;
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    private final List<Long> roots = new ArrayList<>();

    @Override
    public List<String> launcher() {
        return List.of();
    }

    @Override
    public void started(long pid) {
        roots.add(pid);
    }

    @Override
    public double cpuSeconds() throws IOException {
        long ticks = 0;
        for (long pid : running()) {
            ticks += ticks(pid);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Its own, and those of the children that it has waited for. */
    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException e) {
            // Its parent has it by now.
            return 0;
        }
    }

    @Override
    public List<Long> running() {
        return handles().map(ProcessHandle::pid).toList();
    }

    private Stream<ProcessHandle> handles() {
        return roots.stream().flatMap(pid -> ProcessHandle.of(pid).stream())
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
    }

    @Override
    public void close() {
        handles().toList().forEach(ProcessHandle::destroyForcibly);
    }
}
