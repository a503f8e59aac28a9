// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What figures are worth nothing without. */
final class Machine {
    private static final double TICKS_PER_SECOND = 100;
    private static final int KILOBYTES_A_GIGABYTE = 1 << 20;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int TIMES = 8;

    private Machine() {
    }

    /**
     * One fact a line.
     *
     * @param directory where the servers write
     * @param commit of Postern
     */
    static Map<String, String> facts(Path directory, String commit) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("commit", commit);
        facts.put("processors", Runtime.getRuntime().availableProcessors() + " x " + first("/proc/cpuinfo", "model name", ":"));
        facts.put("memory", Math.round(Double.parseDouble(first("/proc/meminfo", "MemTotal", ":").replaceAll("\\D", ""))
            / KILOBYTES_A_GIGABYTE) + " GB");
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("file system", Files.getFileStore(directory).type());
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        return facts;
    }

    private static String first(String file, String key, String separator) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key)).findFirst()
                .map(line -> line.substring(line.indexOf(separator) + 1).strip()).orElse("0");
        }
    }

    /** Of all processors together, since the machine's start. */
    static double busySeconds() throws IOException {
        String[] times = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
        long ticks = 0;
        for (int i = 1; i <= TIMES; i++) {
            ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(times[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
