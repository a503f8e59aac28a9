// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * The mark that a server runs on a home: a lock that the system releases even after {@code kill -9}, and a file that
 * tells which ports it bound.
 */
public final class Running implements AutoCloseable {

    private static final String LOCK = "running.lock";
    private static final String PORTS = "running.properties";

    private final Home home;
    private final FileChannel channel;

    private Running(Home home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Empty when another server runs on this home. */
    public static Optional<Running> claim(Home home) throws IOException {
        FileChannel channel = FileChannel.open(home.var().resolve(LOCK),
            StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another server in this very process.
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return Optional.ofNullable(lock).map(held -> new Running(home, channel));
    }

    /** Writes down what is bound, by name. */
    public void publish(Map<String, Integer> ports) throws IOException {
        Properties properties = new Properties();
        ports.forEach((name, port) -> properties.setProperty(name, port.toString()));
        properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        try (Writer writer = Files.newBufferedWriter(file(home))) {
            properties.store(writer, "Written by the running server");
        }
    }

    /** A port of the server that runs on {@code home}; empty when none does. */
    public static OptionalInt port(Home home, String name) throws IOException {
        String port = properties(home).getProperty(name);
        return port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port));
    }

    /** Whether the server that runs on {@code home} holds this port. */
    public static boolean holds(Home home, int port) throws IOException {
        return properties(home).containsValue(Integer.toString(port));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file(home));
        channel.close();
    }

    private static Properties properties(Home home) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file(home))) {
            try (Reader reader = Files.newBufferedReader(file(home))) {
                properties.load(reader);
            }
        }
        return properties;
    }

    private static Path file(Home home) {
        return home.var().resolve(PORTS);
    }
}
