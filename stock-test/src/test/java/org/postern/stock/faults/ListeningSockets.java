// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where a process accepts connections, as Linux tells in {@code /proc}. */
final class ListeningSockets {
    private static final String LISTEN = "0A";
    private static final String LOOPBACK = "0100007F";
    private static final String LOOPBACK_IN_V6 = "0000000000000000FFFF0000" + LOOPBACK;

    private ListeningSockets() {
    }

    /** {@code 127.0.0.1:PORT} for loopback; any other address is left in the kernel's hexadecimal. */
    static List<String> of(long pid) throws IOException {
        List<String> own;
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            own = files.map(ListeningSockets::target).toList();
        }
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(ListeningSockets::rows)
            .map(row -> row.strip().split("\\s+"))
            .filter(column -> column[3].equals(LISTEN) && own.contains("socket:[" + column[9] + "]"))
            .map(column -> readable(column[1]))
            .toList();
    }

    private static String readable(String address) {
        String host = address.substring(0, address.indexOf(':'));
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
        return (host.equals(LOOPBACK) || host.equals(LOOPBACK_IN_V6) ? "127.0.0.1" : host) + ":" + port;
    }

    private static Stream<String> rows(String table) {
        try {
            return Files.readAllLines(Path.of(table)).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed since the list was made.
            return "";
        }
    }
}
