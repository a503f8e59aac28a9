// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine, and what they need to run. */
public final class Commands {
    private static final List<String> ADMINISTRATORS_PATH = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");
    private static final int PATIENCE_SECONDS = 60;
    private static final long POLL_MILLIS = 100;

    private Commands() {
    }

    /** On the path, or where an administrator would find it. */
    public static Optional<Path> find(String program) {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, ADMINISTRATORS_PATH.stream()).map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable).findFirst();
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * Runs it to its end.
     *
     * @return what it says
     */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    /** Starts it among these processes. */
    static Process spawn(Processes processes, Path log, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(processes.launcher());
        line.addAll(command);
        Process process = new ProcessBuilder(line).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        processes.started(process.pid());
        return process;
    }

    /** A port of loopback that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Returns when a server greets there. */
    static void awaitGreeting(int port, Process process, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!greets(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("It does not start: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_SECONDS);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }

    /** A file of the resources beside this class with the names between @ replaced. */
    static void fill(String resource, Path target, Map<String, Object> values) throws IOException {
        try (InputStream in = Commands.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, Object> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue().toString());
            }
            Files.writeString(target, text);
        }
    }
}
