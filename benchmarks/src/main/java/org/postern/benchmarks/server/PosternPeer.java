// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.postern.benchmarks.load.MailSession.Target;

/** The distribution as shipped, but for what no server here has: limits of one person, and of one address. */
final class PosternPeer implements Peer {
    private final Postern postern;
    private final Processes processes;
    private final String version;

    private PosternPeer(Postern postern, Processes processes, String version) {
        this.postern = postern;
        this.processes = processes;
        this.version = version;
    }

    static Peer start(Path distribution, Ground ground) throws IOException, InterruptedException {
        Processes processes = Processes.of("postern");
        Postern postern = Postern.prepare(distribution, ground.directory().resolve("postern"), ground.nextHop(),
            processes.launcher().toArray(String[]::new));
        Path key = postern.conf().resolve("private.key");
        ground.identity().write(key, postern.conf().resolve("certificate.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        // Logins of all sessions at the same time are not guesses.
        postern.edit("authentication.xml", "tries=\"\\d+\"", "tries=\"" + 100 * ground.sessions() + "\"");
        PosternPeer peer = new PosternPeer(postern, processes,
            Commands.run(distribution.resolve("bin/postern").toString(), "--version").strip());
        try {
            postern.start();
            processes.started(postern.pid());
            return peer;
        } catch (IOException e) {
            peer.close();
            throw e;
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Target submission() {
        return postern.submission();
    }

    @Override
    public Processes processes() {
        return processes;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        postern.close();
        processes.close();
    }
}
