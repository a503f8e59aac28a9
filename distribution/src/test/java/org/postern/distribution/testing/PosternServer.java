// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.testing;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.postern.distribution.Main;

/**
 * The assembled server as a process of its own, in a home of its own, on free ports of loopback. Its configuration is
 * the one that is shipped, with the ports and the time-outs of a test.
 */
public final class PosternServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern ENDPOINT = Pattern.compile("(\\w+) ([\\d.]+):(\\d+)");

    private final Path home;
    private final Path output;
    private final Path errors;
    private Process process;

    private PosternServer(Path home) {
        this.home = home;
        this.output = home.resolve("stdout");
        this.errors = home.resolve("stderr");
    }

    /** A home with the shipped configuration on free ports; nothing runs yet. */
    public static PosternServer prepare(Path home) throws IOException {
        PosternServer server = new PosternServer(home);
        Files.createDirectories(server.conf());
        try (Stream<Path> files = Files.list(distribution().resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, server.conf().resolve(file.getFileName().toString()));
            }
        }
        server.edit("smtpserver.xml", "<bind>[^<]*</bind>", "<bind>127.0.0.1:0</bind>");
        server.edit("webadmin.properties", "(?m)^port=.*$", "port=0");
        server.edit("jmx.properties", "(?m)^jmx.port=.*$", "jmx.port=0");
        server.edit("authentication.xml", "<delay [^>]*>", "<delay first=\"0 s\" longest=\"0 s\"/>");
        server.edit("usersrepository.xml", "<iterations>\\d+", "<iterations>4096");
        // A server that lives for seconds gains nothing from what the optimizing compiler would do meanwhile.
        server.edit("jvm.options", "\\z", "-XX:TieredStopAtLevel=1\n");
        return server;
    }

    /** Mail goes to {@code mx}, which {@code dns} names; a failed try is repeated after a second. */
    public PosternServer delivering(TestDns dns, TestMx mx) throws IOException {
        edit("dnsservice.xml", "<autodiscover>true</autodiscover>",
            "<autodiscover>false</autodiscover><servers><server>" + dns.address() + "</server></servers>");
        edit("dnsservice.xml", "<mxPort>25<", "<mxPort>" + mx.port() + "<");
        edit("mailetcontainer.xml", "<delayTime>[^<]*<", "<delayTime>60*1 second<");
        edit("mailetcontainer.xml", "<maxRetries>\\d+<", "<maxRetries>60<");
        return this;
    }

    /** Replaces in a file of {@code conf/}; it is an error when there is nothing to replace. */
    public PosternServer edit(String file, String regex, String replacement) throws IOException {
        Path path = conf().resolve(file);
        String before = Files.readString(path);
        String after = before.replaceAll(regex, replacement);
        if (before.equals(after)) {
            throw new IllegalArgumentException(file + " has no " + regex);
        }
        Files.writeString(path, after);
        return this;
    }

    /** Returns when the server is ready. */
    public PosternServer start(String... options) throws IOException {
        launch(options);
        Awaitility.await().atMost(PATIENCE).until(() -> output().contains("Postern ready:") || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("The server did not start: " + errors());
        }
        return this;
    }

    /** Starts the process and does not wait. */
    public PosternServer launch(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(options));
        process = launcher(all).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        return this;
    }

    /** Runs another command against this home, as the launcher would but in this process, and returns how it ended. */
    public Ended command(String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int exitCode = Main.commandLine().setOut(out).setErr(out).execute(onHome(List.of(arguments)).toArray(String[]::new));
        return new Ended(exitCode, printed.toString());
    }

    /** Runs another command against this home by the launcher and returns how it ended. */
    public Ended run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "command", ".out");
        Process command = launcher(List.of(arguments)).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            command.destroyForcibly();
            throw new IllegalStateException(String.join(" ", arguments) + " does not end");
        }
        return new Ended(command.exitValue(), Files.readString(out));
    }

    /** How a command ended, and all it printed. */
    public record Ended(int exitCode, String output) {
    }

    private ProcessBuilder launcher(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(distribution().resolve("bin/postern").toString()));
        all.addAll(onHome(arguments));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("POSTERN_PORT_OFFSET", "0");
        return builder;
    }

    private List<String> onHome(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(arguments.get(0), "--home", home.toString()));
        all.addAll(arguments.subList(1, arguments.size()));
        return all;
    }

    public int port(String name) {
        return endpoints().filter(endpoint -> endpoint.group(1).equals(name)).findFirst()
            .map(endpoint -> Integer.parseInt(endpoint.group(3)))
            .orElseThrow(() -> new IllegalArgumentException(name + " is not in: " + output()));
    }

    /** What the ready line names: name, address, port. */
    public Stream<Matcher> endpoints() {
        return output().lines().filter(line -> line.startsWith("Postern ready:"))
            .flatMap(line -> Stream.of(line.split(", ")))
            .map(ENDPOINT::matcher)
            .filter(Matcher::find);
    }

    /** Adds a domain or a person through WebAdmin, and the like. */
    public int put(String path, String json) throws IOException, InterruptedException {
        return webAdmin("PUT", path, json).statusCode();
    }

    /** With the password of this home. */
    public HttpResponse<String> webAdmin(String method, String path, String body)
            throws IOException, InterruptedException {
        return webAdmin(Files.readString(conf().resolve("webadmin.password")).strip(), method, path, body);
    }

    public HttpResponse<String> webAdmin(String password, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("webadmin") + path))
            .header("Authorization",
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8)))
            .method(method, BodyPublishers.ofString(body))
            .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    /** A person of {@code example.org}, which is added too. */
    public PosternServer withPerson(String address, String password) throws IOException, InterruptedException {
        put("/domains/" + address.substring(address.indexOf('@') + 1), "");
        put("/users/" + address, "{\"password\":\"" + password + "\"}");
        return this;
    }

    /** SIGTERM; the exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return await();
    }

    /** SIGKILL. */
    public int kill() throws InterruptedException {
        process.destroyForcibly();
        return await();
    }

    /** The exit code of a process that ends by itself. */
    public int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The server does not end");
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    public Path conf() {
        return home.resolve("conf");
    }

    public Path var() {
        return home.resolve("var");
    }

    public String log() throws IOException {
        return Files.readString(var().resolve("log/postern.log"));
    }

    public String output() {
        return read(output);
    }

    public String errors() {
        return read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    /** The layout that the build has assembled. */
    public static Path distribution() {
        return Path.of(System.getProperty("postern.layout"));
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
