// SPDX-License-Identifier: Apache-2.0
package org.postern.stock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.postern.stock.james.StockJames;

/** A stock James in its own process, its home in a folder of the test's. */
public final class StockServer implements AutoCloseable {
    private static final List<String> FILES = List.of("dnsservice.xml", "domainlist.xml", "logback.xml", "mailetcontainer.xml",
        "mailrepositorystore.xml", "recipientrewritetable.xml", "smtpserver.xml", "usersrepository.xml");

    public static final String KEYSTORE_PASSWORD = "a-test-only";

    private static final int START_SECONDS = 150;

    private final Process process;
    private final Path log;
    private final int port;
    private final List<String> domains;

    private StockServer(Process process, Path log, List<String> ready) {
        this.process = process;
        this.log = log;
        this.port = Integer.parseInt(ready.get(0));
        this.domains = ready.subList(1, ready.size());
    }

    /** @param home an empty folder, in which {@code conf}, {@code var} and {@code extensions-jars} are made */
    public static Builder in(Path home) {
        return new Builder(home);
    }

    /** What a server is started with. Methods change this very builder. */
    public static final class Builder {
        private final Path home;
        private final Map<String, String> conf = new HashMap<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<String> javaOptions = new ArrayList<>();
        private boolean withPostern;
        private boolean withKeystore;
        private int sinkPort;

        private Builder(Path home) {
            this.home = home;
        }

        /** Copies Postern's jars into {@code extensions-jars}. */
        public Builder withPostern() {
            withPostern = true;
            return this;
        }

        /** Where all mail leaves to: takes the place of {@code @sink@} in the files. */
        public Builder deliverTo(MailSink sink) {
            sinkPort = sink.port();
            return this;
        }

        /** Another file in {@code conf}, or another content for one of the usual files. */
        public Builder conf(String file, String content) {
            conf.put(file, content);
            return this;
        }

        public Builder domain(String domain) {
            arguments.add("domain=" + domain);
            return this;
        }

        public Builder user(String user, String password) {
            arguments.add("user=" + user + ":" + password);
            return this;
        }

        public Builder alias(String alias, String address) {
            arguments.add("alias=" + alias + ">" + address);
            return this;
        }

        /** An option of the server's Java machine. */
        public Builder javaOption(String option) {
            javaOptions.add(option);
            return this;
        }

        /** @throws IOException when the server does not come up; what it logged is in the message */
        public StockServer start() throws IOException {
            Files.createDirectories(home.resolve("conf"));
            for (String file : FILES) {
                write(file, conf.containsKey(file) ? conf.get(file) : resource(file));
            }
            for (Map.Entry<String, String> file : conf.entrySet()) {
                write(file.getKey(), file.getValue());
            }
            if (withKeystore) {
                makeKeystore();
            }
            if (withPostern) {
                copyJars();
            }
            return launch();
        }

        private void write(String file, String content) throws IOException {
            Files.writeString(home.resolve("conf").resolve(file), content.replace("@sink@", Integer.toString(sinkPort)));
        }

        /** Makes {@code conf/keystore} with a fresh certificate; its password is {@value #KEYSTORE_PASSWORD}. */
        public Builder withKeystore() {
            withKeystore = true;
            return this;
        }

        private void makeKeystore() throws IOException {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "james", "-keyalg", "RSA", "-dname", "CN=localhost", "-storetype", "PKCS12",
                "-keystore", home.resolve("conf").resolve("keystore").toString(), "-storepass", KEYSTORE_PASSWORD)
                .redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!Files.exists(home.resolve("conf").resolve("keystore"))) {
                throw new IOException("No keystore: " + said);
            }
        }

        private void copyJars() throws IOException {
            Path target = Files.createDirectories(home.resolve("extensions-jars"));
            try (Stream<Path> jars = Files.list(Path.of(System.getProperty("postern.extensions")))) {
                for (Path jar : jars.toList()) {
                    Files.copy(jar, target.resolve(jar.getFileName()));
                }
            }
        }

        private StockServer launch() throws IOException {
            Path log = home.resolve("james.log");
            List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dworking.directory=" + home,
                "-Dlogback.configurationFile=" + home.resolve("conf").resolve("logback.xml"),
                "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")),
                "-Dderby.stream.error.file=" + home.resolve("derby.log")));
            command.addAll(javaOptions);
            command.add(StockJames.class.getName());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectError(log.toFile());
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            AtomicBoolean started = new AtomicBoolean();
            Process process = builder.start();
            // Ends the wait for the port too, as the process's output then ends.
            CompletableFuture.delayedExecutor(START_SECONDS, TimeUnit.SECONDS).execute(() -> {
                if (!started.get()) {
                    process.destroyForcibly();
                }
            });
            List<String> ready = awaitReady(process, log);
            started.set(true);
            return new StockServer(process, log, ready);
        }
    }

    /** Of its only SMTP server. */
    public int port() {
        return port;
    }

    /** That it had when it was ready. */
    public List<String> domains() {
        return domains;
    }

    public long pid() {
        return process.pid();
    }

    /** All that the server logged so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A file of the test resources' {@code stock-conf}. */
    public static String resource(String file) throws IOException {
        try (InputStream in = StockServer.class.getResourceAsStream("/stock-conf/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> awaitReady(Process process, Path log) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(StockJames.READY)) {
                return List.of(line.substring(StockJames.READY.length()).strip().split(" "));
            }
        }
        throw new IOException("James did not start:\n" + Files.readString(log));
    }
}
