// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.awaitility.Awaitility;

/**
 * Reaches into the embedded database of a running server, which no other process can open: a Java agent that runs the
 * statements it finds in a folder. The server itself stays as it is.
 */
public final class SqlAgent {
    private static final String STATEMENT = "statement";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 50;

    private final Path folder;
    private final String url;

    private SqlAgent(Path folder, String url) {
        this.folder = folder;
        this.url = url;
    }

    /**
     * Prepares an agent; the server is to be started with {@link #javaOption}.
     *
     * @param url of the database as the server sees it
     */
    static SqlAgent in(Path folder, String url) throws IOException {
        SqlAgent agent = new SqlAgent(Files.createDirectories(folder), url);
        agent.writeJar();
        return agent;
    }

    String javaOption() {
        return "-javaagent:" + jar() + "=" + folder;
    }

    /** Returns when the statement has been run. */
    void run(String statement) throws IOException {
        Path draft = Files.writeString(folder.resolve("draft"), url + "\n" + statement);
        Files.move(draft, folder.resolve(STATEMENT), StandardCopyOption.ATOMIC_MOVE);
        Awaitility.await(statement).atMost(PATIENCE).until(() -> !Files.exists(folder.resolve(STATEMENT)));
    }

    private Path jar() {
        return folder.resolve("agent.jar");
    }

    private void writeJar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", SqlAgent.class.getName());
        String file = SqlAgent.class.getName().replace('.', '/') + ".class";
        try (InputStream in = SqlAgent.class.getResourceAsStream("/" + file);
             JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jar()), manifest)) {
            jar.putNextEntry(new JarEntry(file));
            in.transferTo(jar);
        }
    }

    /** Called by the server's Java machine. */
    public static void premain(String folder) {
        Thread thread = new Thread(() -> watch(Path.of(folder, STATEMENT)), "sql-agent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch(Path file) {
        try {
            while (true) {
                if (Files.exists(file)) {
                    attempt(Files.readString(file).split("\n", 2), file);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The agent is of no use any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A table in use is tried again. */
    private static void attempt(String[] command, Path file) throws IOException {
        try (Connection connection = DriverManager.getConnection(command[0]); Statement statement = connection.createStatement()) {
            statement.execute(command[1]);
            Files.delete(file);
        } catch (SQLException e) {
            Files.writeString(file.resolveSibling("error"), e.toString());
        }
    }
}
