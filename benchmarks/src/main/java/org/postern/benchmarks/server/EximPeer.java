// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.postern.benchmarks.load.MailSession.Target;

/** Exim, under Debian's user for mail. */
final class EximPeer implements Peer {
    private final Path program;
    private final Path conf;
    private final int port;
    private final Processes processes;

    private EximPeer(Path program, Path conf, int port, Processes processes) {
        this.program = program;
        this.conf = conf;
        this.port = port;
        this.processes = processes;
    }

    static Peer start(Path program, Ground ground) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(ground.directory().resolve("exim"));
        ground.identity().write(directory.resolve("key.pem"), directory.resolve("certificate.pem"));
        int port = Commands.freePort();
        // Root's configuration, which it reads as this user, as it is not the package's own.
        Commands.run("chown", "-R", "mail:mail", directory.toString());
        Path conf = directory.resolve("exim.conf");
        Commands.fill("exim.conf", conf, Map.of("directory", directory, "program", program, "port", port, "nextHop", ground.nextHop(),
            "user", Postern.USER, "password", Postern.PASSWORD));
        Processes processes = Processes.of("exim");
        EximPeer peer = new EximPeer(program, conf, port, processes);
        Path log = ground.directory().resolve("exim.output");
        try {
            Process daemon = Commands.spawn(processes, log, List.of(program.toString(), "-C", conf.toString(), "-bdf", "-q5m"));
            Commands.awaitGreeting(port, daemon, log);
            return peer;
        } catch (IOException e) {
            peer.close();
            throw e;
        }
    }

    @Override
    public String version() {
        try {
            return Commands.run(program.toString(), "-C", conf.toString(), "-bV").lines()
                .filter(line -> line.startsWith("Exim version")).findFirst().orElse("Exim")
                .replaceAll(" #.*", "").replace(" version", "");
        } catch (IOException e) {
            return "Exim";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Exim";
        }
    }

    @Override
    public Target submission() {
        return new Target("127.0.0.1", port, false, Postern.USER, Postern.PASSWORD);
    }

    @Override
    public Processes processes() {
        return processes;
    }

    @Override
    public void close() throws IOException {
        processes.close();
    }
}
