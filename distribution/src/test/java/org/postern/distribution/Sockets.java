// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a process listens on, as Linux tells in {@code /proc}. */
final class Sockets {

    private static final String LISTEN = "0A";
    private static final String LOOPBACK_V4 = "0100007F";
    private static final String LOOPBACK_MAPPED = "0000000000000000FFFF0000" + LOOPBACK_V4;

    private Sockets() {
    }

    /** {@code 127.0.0.1:port} for loopback, the raw text of {@code /proc} for all others. */
    static List<String> listening(long pid) throws IOException {
        Set<String> own = inodes(pid);
        return Stream.concat(Files.readAllLines(Path.of("/proc/net/tcp")).stream().skip(1),
                Files.readAllLines(Path.of("/proc/net/tcp6")).stream().skip(1))
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields[3].equals(LISTEN) && own.contains(fields[9]))
            .map(fields -> readable(fields[1]))
            .toList();
    }

    private static String readable(String address) {
        String[] parts = address.split(":");
        boolean loopback = parts[0].equals(LOOPBACK_V4) || parts[0].equals(LOOPBACK_MAPPED);
        return loopback ? "127.0.0.1:" + Integer.parseInt(parts[1], 16) : address;
    }

    private static Set<String> inodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files.toList()) {
                String target = link(file);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            // Closed in between.
            return "";
        }
    }
}
