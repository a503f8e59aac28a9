// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postern.stock.MailSink;

/** The assembled Postern, run in a new home by its own command, with the configuration it is shipped with. */
final class PosternServer implements SubmissionServer {
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");
    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 30;

    private final Path home;
    private final Process process;
    private final String ready;
    private final LoopbackDns dns;
    private final MailSink nextHop;
    private final SqlAgent database;

    private PosternServer(Path home, Process process, String ready, LoopbackDns dns, MailSink nextHop, SqlAgent database) {
        this.home = home;
        this.process = process;
        this.ready = ready;
        this.dns = dns;
        this.nextHop = nextHop;
        this.database = database;
    }

    /** @throws IOException when the server does not come up; what it said is in the message */
    static PosternServer start(Path home) throws Exception {
        LoopbackDns dns = new LoopbackDns();
        MailSink nextHop = new MailSink();
        configure(home.resolve("conf"), dns, nextHop);
        SqlAgent database = SqlAgent.in(home.resolve("agent"), "jdbc:derby:" + home.resolve("var/store/derby"));
        Path errors = home.resolve("stderr");
        ProcessBuilder command = new ProcessBuilder(distribution().resolve("bin/postern").toString(), "run", "--home", home.toString(),
            "--domain", DOMAIN).redirectError(errors.toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JAVA_TOOL_OPTIONS", database.javaOption());
        Process process = command.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String ready = awaitReady(process, errors);
        PosternServer server = new PosternServer(home, process, ready, dns, nextHop, database);
        try {
            for (String person : List.of(ALICE, BOB, CARL)) {
                server.webAdmin("PUT", "/users/" + person, "{\"password\":\"" + PASSWORD + "\"}");
            }
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** As shipped, but for the ports, where mail leaves to, and how long it takes to check a password. */
    private static void configure(Path conf, LoopbackDns dns, MailSink nextHop) throws IOException {
        Files.createDirectories(conf);
        change(conf, "smtpserver.xml", "<bind>[^<]*</bind>", "<bind>127.0.0.1:0</bind>");
        change(conf, "webadmin.properties", "(?m)^port=.*$", "port=0");
        change(conf, "jmx.properties", "(?m)^jmx.port=.*$", "jmx.port=0");
        change(conf, "usersrepository.xml", "<iterations>\\d+", "<iterations>4096");
        change(conf, "dnsservice.xml", "(?s)<dnsservice>.*</dnsservice>", "<dnsservice><autodiscover>false</autodiscover><servers><server>"
            + "127.0.0.1:" + dns.port() + "</server></servers><mxPort>" + nextHop.port() + "</mxPort></dnsservice>");
    }

    private static void change(Path conf, String file, String pattern, String replacement) throws IOException {
        String before = Files.readString(distribution().resolve("conf").resolve(file));
        String after = before.replaceAll(pattern, replacement);
        if (after.equals(before)) {
            throw new IOException(file + " has no " + pattern);
        }
        Files.writeString(conf.resolve(file), after);
    }

    private static String awaitReady(Process process, Path errors) throws IOException {
        AtomicBoolean started = new AtomicBoolean();
        CompletableFuture.delayedExecutor(START_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (!started.get()) {
                process.destroyForcibly();
            }
        });
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        started.set(true);
        if (line == null || !line.startsWith("Postern ready: ")) {
            process.destroyForcibly();
            throw new IOException("Postern did not start: " + line + "\n" + Files.readString(errors));
        }
        return line;
    }

    @Override
    public int submissionPort() {
        return port("submission");
    }

    /** Of the port where TLS comes first. */
    int submissionsPort() {
        return port("submissions");
    }

    private int port(String name) {
        Matcher port = Pattern.compile("\\b" + name + " [^ :]+:(\\d+)").matcher(ready);
        if (!port.find()) {
            throw new IllegalStateException(name + " is not in: " + ready);
        }
        return Integer.parseInt(port.group(1));
    }

    @Override
    public MailSink nextHop() {
        return nextHop;
    }

    @Override
    public List<String> domains() throws Exception {
        return NAME.matcher(webAdmin("GET", "/domains", "")).results().map(name -> name.group(1)).toList();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void sql(String statement) throws IOException {
        database.run(statement);
    }

    /** All that the server logged so far. */
    String log() throws IOException {
        return Files.readString(home.resolve("var/log/postern.log"));
    }

    private String webAdmin(String method, String path, String body) throws Exception {
        String credentials = "admin:" + Files.readString(home.resolve("conf/webadmin.password")).strip();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("webadmin") + path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .method(method, BodyPublishers.ofString(body))
            .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        nextHop.close();
        dns.close();
    }

    /** The layout that the build has assembled. */
    private static Path distribution() {
        return Path.of(System.getProperty("postern.distribution"));
    }
}
