// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.postern.benchmarks.load.MailSession.Target;

/**
 * James 3.8.1 as its project releases it: its own handlers, mailets and queue, the configuration of its sample for a server
 * without mailboxes, its database on disk, the options of the Java machine that James asks for, which is none.
 */
final class StockJamesPeer implements Peer {
    private static final String MAIN = "org.postern.stock.james.StockJames";
    private static final Pattern READY = Pattern.compile("STOCK JAMES READY (\\d+)");
    private static final int PATIENCE_SECONDS = 120;
    private static final long POLL_MILLIS = 100;

    private final Process process;
    private final int port;
    private final Processes processes;

    private StockJamesPeer(Process process, int port, Processes processes) {
        this.process = process;
        this.port = port;
        this.processes = processes;
    }

    static Peer start(Path classPathFile, Ground ground) throws IOException, InterruptedException {
        String classPath = Files.readString(classPathFile).strip();
        Path home = ground.directory().resolve("james");
        Path conf = Files.createDirectories(home.resolve("conf"));
        configure(Path.of(classPath.substring(0, classPath.indexOf(':')), "stock-conf"), conf, ground);
        Processes processes = Processes.of("james");
        List<String> command = new ArrayList<>(processes.launcher());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dworking.directory=" + home, "-Dlogback.configurationFile=" + conf.resolve("logback.xml"),
            "-Dstock.database=" + home.resolve("var/store/derby"), "-Dderby.stream.error.file=" + home.resolve("derby.log"),
            "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")), "-cp", classPath, MAIN,
            "domain=example.org", "user=" + Postern.USER + ":" + Postern.PASSWORD));
        Path output = home.resolve("output");
        Process process = new ProcessBuilder(command).directory(home.toFile())
            .redirectOutput(output.toFile()).redirectError(home.resolve("log").toFile()).start();
        processes.started(process.pid());
        try {
            return new StockJamesPeer(process, awaitPort(process, output), processes);
        } catch (IOException e) {
            processes.close();
            throw e;
        }
    }

    private static void configure(Path samples, Path conf, Ground ground) throws IOException {
        try (Stream<Path> files = Files.list(samples)) {
            for (Path file : files.filter(file -> !file.getFileName().toString().contains("-")).toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Files.copy(ground.identity().keystore(), conf.resolve("keystore"));
        // As many threads as the sample has; and no limit of connections.
        edit(samples.resolve("mailetcontainer-submission.xml"), conf.resolve("mailetcontainer.xml"),
            "@sink@", Integer.toString(ground.nextHop()),
            "<threads>\\d+<", "<threads>20<",
            "<deliveryThreads>\\d+<", "<deliveryThreads>10<");
        edit(samples.resolve("smtpserver-submission.xml"), conf.resolve("smtpserver.xml"),
            "<secret>[^<]*<", "<secret>" + TlsIdentity.SECRET + "<",
            "<connectiontimeout>", "<connectionLimit>0</connectionLimit><connectionLimitPerIP>0</connectionLimitPerIP>$0");
        // Nothing is remembered of a login, so that one has to be cheap.
        edit(samples.resolve("usersrepository.xml"), conf.resolve("usersrepository.xml"),
            "<enableVirtualHosting>", "<algorithm>SHA-512</algorithm>$0");
    }

    /** It is an error when there is nothing to replace. */
    private static void edit(Path from, Path to, String... replacements) throws IOException {
        String text = Files.readString(from);
        for (int i = 0; i < replacements.length; i += 2) {
            String before = text;
            text = before.replaceAll(replacements[i], replacements[i + 1]);
            if (before.equals(text)) {
                throw new IllegalArgumentException(from + " has no " + replacements[i]);
            }
        }
        Files.writeString(to, text);
    }

    private static int awaitPort(Process process, Path output) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Matcher ready = READY.matcher(Files.readString(output));
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("James does not start: "
                    + Files.readString(output.resolveSibling("log"), StandardCharsets.UTF_8));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    @Override
    public String version() {
        return "Apache James 3.8.1";
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
        process.destroyForcibly();
        processes.close();
    }
}
