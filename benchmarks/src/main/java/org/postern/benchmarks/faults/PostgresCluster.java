// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.postern.benchmarks.server.Commands;

/**
 * A PostgreSQL of our own that listens on loopback and believes everybody there. It does not run as root.
 *
 * @param directory its data, where the user {@code postgres} may go
 */
record PostgresCluster(Path directory) implements AutoCloseable {
    private static final String PACKAGE = "postgresql";
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    /** Made, and not started. */
    static PostgresCluster make(Path directory, int port) throws IOException, InterruptedException {
        NotStaged.unlessRoot();
        PostgresCluster cluster = new PostgresCluster(directory);
        program("initdb");
        Files.createDirectory(directory);
        try {
            cluster.initialize(port);
            return cluster;
        } catch (IOException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private void initialize(int port) throws IOException, InterruptedException {
        Commands.run("chown", PACKAGE.replace("sql", "s"), directory.toString());
        run("initdb", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync");
        Files.writeString(directory.resolve("postgresql.conf"),
            "port = " + port + "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n", StandardOpenOption.APPEND);
    }

    void start() throws IOException, InterruptedException {
        run("pg_ctl", "-w", "-l", directory.resolve("log").toString(), "start");
    }

    /** As a crash does. */
    void crash() throws IOException, InterruptedException {
        run("pg_ctl", "-w", "-m", "immediate", "stop");
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("runuser", "-u", "postgres", "--", program(program).toString(), "-D",
            directory.toString()));
        command.addAll(List.of(arguments));
        Commands.run(command.toArray(String[]::new));
    }

    /** Debian has its programs beside the path. */
    private static Path program(String name) throws IOException {
        try (Stream<Path> versions = Files.isDirectory(VERSIONS) ? Files.list(VERSIONS) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin").resolve(name)).filter(Files::isExecutable)
                .max(Comparator.naturalOrder()).or(() -> Commands.find(name))
                .orElseThrow(() -> new NotStaged(name + " is not here (" + PACKAGE + ")"));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (Files.exists(directory.resolve("postmaster.pid"))) {
            crash();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
