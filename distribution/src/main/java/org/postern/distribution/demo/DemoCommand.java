// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.postern.distribution.ExitCodes;
import org.postern.distribution.HomeOption;
import org.postern.distribution.Logs;
import org.postern.distribution.home.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern demo}: shows on loopback what is taken, what is repaired and what is refused. */
@Command(name = "demo", mixinStandardHelpOptions = true,
    description = "A throwaway server and a receiving MX on loopback; submits right, incomplete and wrong messages and "
        + "prints what becomes of them. Ends with 0 when all is as it should be.")
public final class DemoCommand implements Callable<Integer> {
    private static final int NOT_AS_IT_SHOULD_BE = 1;

    @Option(names = "--keep", description = "Leave the throwaway home, with its log, for a look.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemDefaultZone();
        Path directory = Files.createTempDirectory("postern-demo-");
        Thread interrupted = new Thread(() -> delete(directory), "demo-cleanup");
        Runtime.getRuntime().addShutdownHook(interrupted);
        boolean good = false;
        try {
            out.println("Postern, a mail exchanger and its DNS on loopback; one person submits over TLS, with a password.");
            out.println();
            out.flush();
            DemoHome homes = new DemoHome(HomeOption.templates(), clock);
            Home home = homes.begin(directory);
            Logs.start(home);
            Demo demo = new Demo((dnsPort, mxPort) -> EmbeddedServer.start(homes, home, dnsPort, mxPort),
                Tls.throwaway("mx.remote.example", clock),
                new Table(out, Look.of(System.getenv(), System.console() != null)), clock);
            good = demo.run();
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            if (keep) {
                out.println("Kept: " + directory);
            } else {
                delete(directory);
            }
        }
        return good ? ExitCodes.OK : NOT_AS_IT_SHOULD_BE;
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A directory for temporary files: what resists goes with the system's own cleaning.
            return;
        }
    }
}
