// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.postern.benchmarks.load.MailSession.Target;

/** Postfix, with Dovecot to test passwords. */
final class PostfixPeer implements Peer {
    private static final int PATIENCE_SECONDS = 30;

    private final Path directory;
    private final int port;
    private final Processes processes;

    private PostfixPeer(Path directory, int port, Processes processes) {
        this.directory = directory;
        this.port = port;
        this.processes = processes;
    }

    static Peer start(Ground ground) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(ground.directory().resolve("postfix"));
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.createDirectories(directory.resolve("queue"));
        Path dovecot = Files.createDirectories(directory.resolve("dovecot"));
        Commands.run("chown", "postfix:postfix", Files.createDirectories(directory.resolve("data")).toString());
        int port = Commands.freePort();
        ground.identity().write(conf.resolve("key.pem"), conf.resolve("certificate.pem"));
        Map<String, Object> values = Map.of("directory", directory, "port", port, "nextHop", ground.nextHop(), "user", Postern.USER,
            "password", Postern.PASSWORD, "sessions", ground.sessions());
        for (String file : List.of("main.cf", "master.cf", "senders")) {
            Commands.fill("postfix-" + file, conf.resolve(file), values);
        }
        Commands.fill("dovecot.conf", dovecot.resolve("dovecot.conf"), values);
        Commands.fill("dovecot-users", dovecot.resolve("users"), values);
        PostfixPeer peer = new PostfixPeer(directory, port, Processes.of("postfix"));
        try {
            peer.launch();
            return peer;
        } catch (IOException e) {
            peer.close();
            throw e;
        }
    }

    private void launch() throws IOException, InterruptedException {
        Path log = directory.resolve("output");
        Commands.spawn(processes, log, List.of(program("dovecot"), "-F", "-c", directory.resolve("dovecot/dovecot.conf").toString()));
        Process postfix = Commands.spawn(processes, log,
            List.of(program("postfix"), "-c", directory.resolve("conf").toString(), "start-fg"));
        Commands.awaitGreeting(port, postfix, log);
    }

    private static String program(String name) throws IOException {
        return Commands.find(name).orElseThrow(() -> new IOException("There is no " + name)).toString();
    }

    @Override
    public String version() {
        try {
            return "Postfix " + Commands.run(program("postconf"), "-h", "-c", directory.resolve("conf").toString(), "mail_version").strip()
                + ", Dovecot " + Commands.run(program("dovecot"), "--version").split(" ")[0];
        } catch (IOException e) {
            return "Postfix";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Postfix";
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
    public void close() throws IOException, InterruptedException {
        // Its master ends all others; what does not obey is ended with the rest.
        new ProcessBuilder(program("postfix"), "-c", directory.resolve("conf").toString(), "stop").redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile()).start().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        processes.close();
    }
}
