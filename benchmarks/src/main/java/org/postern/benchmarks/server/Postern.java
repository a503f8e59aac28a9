// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.postern.benchmarks.load.MailSession.Target;

/** The distribution as a process of its own, with its shipped configuration but for ports, next hop and limits. */
public final class Postern implements AutoCloseable {
    public static final String USER = "ann@example.org";
    static final String PASSWORD = "correct horse battery";
    private static final int NO_LIMIT = 100_000_000;
    private static final int PATIENCE_SECONDS = 300;
    private static final long POLL_MILLIS = 100;

    private final Path distribution;
    private final Path home;
    private final int nextHop;
    private final List<String> launcher;
    private final Map<String, String> environment = new HashMap<>();
    private boolean hasSmarthost = true;
    private Process process;
    private boolean isClosed;

    private Postern(Path distribution, Path home, int nextHop, List<String> launcher) {
        this.distribution = distribution;
        this.home = home;
        this.nextHop = nextHop;
        this.launcher = launcher;
    }

    /**
     * A home that is ready to start.
     *
     * @param distribution the unpacked distribution
     * @param home an empty directory
     * @param nextHop a port of loopback that takes all mail
     * @param launcher what stands before the command line, such as {@code prlimit --nofile=300}
     */
    public static Postern prepare(Path distribution, Path home, int nextHop, String... launcher) throws IOException {
        Postern postern = new Postern(distribution, home, nextHop, List.of(launcher));
        Files.createDirectories(postern.conf());
        try (Stream<Path> files = Files.walk(distribution.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = postern.conf().resolve(distribution.resolve("conf").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        postern.edit("smtpserver.xml", "<bind>[^<]*</bind>", "<bind>127.0.0.1:0</bind>");
        postern.edit("smtpserver.xml", "<connectionLimit(PerIP)?>\\d+<", "<connectionLimit$1>5000<");
        postern.edit("webadmin.properties", "(?m)^port=.*$", "port=0");
        postern.edit("jmx.properties", "(?m)^jmx.port=.*$", "jmx.port=0");
        // One person sends all there is.
        postern.edit("limits.xml", "hour=\"\\d+\" day=\"\\d+\"", "hour=\"" + NO_LIMIT + "\" day=\"" + NO_LIMIT + "\"");
        return postern;
    }

    /** Replaces in a file of {@code conf/}; it is an error when there is nothing to replace. */
    public Postern edit(String file, String regex, String replacement) throws IOException {
        Path path = conf().resolve(file);
        String before = Files.readString(path);
        String after = before.replaceAll(regex, replacement);
        if (before.equals(after)) {
            throw new IllegalArgumentException(file + " has no " + regex);
        }
        Files.writeString(path, after);
        return this;
    }

    /** What its process is to find in its environment. */
    public void environment(String name, String value) {
        environment.put(name, value);
    }

    /** It finds the next hop by MX. */
    public void withoutSmarthost() {
        hasSmarthost = false;
    }

    /** Returns when it takes mail; the first time it makes the person that submits. */
    public Postern start() throws IOException, InterruptedException {
        boolean isNew = Files.notExists(home.resolve("var/store"));
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(distribution.resolve("bin/postern").toString(), "run", "--home", home.toString(),
            "--domain", "example.org"));
        if (hasSmarthost) {
            command.addAll(List.of("--smarthost", "127.0.0.1:" + nextHop));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
            .redirectOutput(home.resolve("stdout").toFile())
            .redirectError(home.resolve("stderr").toFile());
        builder.environment().put("POSTERN_PORT_OFFSET", "0");
        builder.environment().putAll(environment);
        launch(builder);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!output().contains("Postern ready:")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("Postern " + (process.isAlive() ? "is not ready in " + PATIENCE_SECONDS + " s"
                    : "has ended with " + process.exitValue()) + ": " + Files.readString(home.resolve("stderr")));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        if (isNew) {
            admin("PUT", "/users/" + USER, "{\"password\":\"" + PASSWORD + "\"}");
        }
        return this;
    }

    private synchronized void launch(ProcessBuilder builder) throws IOException {
        if (isClosed) {
            throw new IOException("Postern is to run no more");
        }
        process = builder.start();
    }

    public Target submission() {
        return new Target("127.0.0.1", port("submission"), false, USER, PASSWORD);
    }

    public Target submissions() {
        return new Target("127.0.0.1", port("submissions"), true, USER, PASSWORD);
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; returns when it is gone. */
    public void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Postern does not end");
        }
    }

    /** @return the status it ended with, if it did within this time */
    public OptionalInt ended(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    public long pid() {
        return process.pid();
    }

    public Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    /** What it uses when what it does not need any more has been thrown away. */
    public Usage atRest() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        // Whatever else a launcher has left there does not know what it is asked for.
        if (Files.isExecutable(jcmd) && Path.of("/proc", Long.toString(pid()), "exe").toRealPath().endsWith("java")) {
            Commands.run(jcmd.toString(), Long.toString(pid()), "GC.run");
        }
        return usage();
    }

    public int threads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            return (int) threads.count();
        }
    }

    public Path home() {
        return home;
    }

    public Path conf() {
        return home.resolve("conf");
    }

    /** The lines of the log that are warnings or errors. */
    public List<String> complaints() throws IOException {
        return log().stream().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).toList();
    }

    /** How many lines of the log are stack traces. */
    public long traces() throws IOException {
        return log().stream().filter(line -> line.startsWith("\tat ")).count();
    }

    private List<String> log() throws IOException {
        Path log = home.resolve("var/log/postern.log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList() : List.of();
    }

    /** Asks WebAdmin; what it says. */
    public String admin(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("webadmin") + path))
            .header("Password", Files.readString(conf().resolve("webadmin.password")).strip())
            .method(method, BodyPublishers.ofString(body))
            .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private int port(String name) {
        Matcher endpoint = Pattern.compile("\\b" + name + " [\\d.]+:(\\d+)").matcher(output());
        if (!endpoint.find()) {
            throw new IllegalStateException(name + " is not in: " + output());
        }
        return Integer.parseInt(endpoint.group(1));
    }

    private String output() {
        try {
            return Files.readString(home.resolve("stdout"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For good: whoever would start it again meanwhile cannot. */
    @Override
    public synchronized void close() throws InterruptedException {
        isClosed = true;
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
