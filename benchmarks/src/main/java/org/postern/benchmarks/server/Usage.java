// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has used, as Linux counts it.
 *
 * @param cpuSeconds in user and in kernel mode, since its start
 * @param residentMegabytes now
 * @param descriptors open now
 */
public record Usage(double cpuSeconds, long residentMegabytes, long descriptors) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int KILOBYTES = 1024;

    /** @throws IOException when there is no such process */
    public static Usage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        // The name, in parentheses, may have blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
        long resident = Files.readAllLines(process.resolve("status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst().orElse(0) / KILOBYTES;
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Usage(cpu, resident, open.count());
        }
    }
}
