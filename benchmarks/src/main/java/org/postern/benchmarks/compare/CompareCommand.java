// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.server.Contestant;
import org.postern.benchmarks.server.Ground;
import org.postern.benchmarks.server.Programs;
import org.postern.benchmarks.server.TlsIdentity;
import org.postern.benchmarks.sink.Sink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Postern beside other submission servers, in turns, on this machine. Exit code 1 when a message was lost. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Postern beside a stock James, Postfix with Dovecot, and Exim: the same clients, certificate, next hop and disk.")
public final class CompareCommand implements Callable<Integer> {
    /** Those of the clients before that the server has not seen end. */
    private static final int SPARE_SESSIONS = 100;

    @Option(names = "--distribution", required = true, paramLabel = "DIR", description = "The unpacked distribution.")
    private Path distribution;

    @Option(names = "--stock-james", required = true, paramLabel = "FILE", description = "The class path of a stock James.")
    private Path stockJames;

    @Option(names = "--commit", paramLabel = "ID", description = "What is measured, for the report.")
    private String commit = "unknown";

    @Option(names = "--exim", paramLabel = "PROGRAM", description = "Exim, if it is not on the path.")
    private Optional<Path> exim;

    @Option(names = "--server", split = ",", paramLabel = "NAME", description = "postern, james, postfix, exim; all without this.")
    private List<Contestant> contestants = List.of(Contestant.values());

    @Option(names = "--workload", split = ",", paramLabel = "NAME", description = "4k, fresh, 100k, 5m, 50rcpt; all without this.")
    private List<String> workloads = Workload.names();

    @Option(names = "--sessions", split = ",", paramLabel = "N", description = "At the same time, such as 1,10,100,500. Default: 10.")
    private List<Integer> sessions = List.of(10);

    @Option(names = "--half", description = "After each line, the same at half of the rate that the server has had.")
    private boolean half;

    @Option(names = "--queued", split = ",", paramLabel = "N",
        description = "In place of all that: 4 KB over 10 kept connections with a closed next hop and so many messages in the "
            + "queue, such as 0,10000,100000.")
    private List<Integer> queued = List.of();

    @Option(names = "--seconds", paramLabel = "N", description = "For each server in each line. Default: 20.")
    private int seconds = 20;

    @Option(names = "--messages", paramLabel = "N", description = "At the most, for each server in each line. Default: 100000.")
    private long messages = 100_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Of each line; the median counts. Default: 1.")
    private int rounds = 1;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Of each server, before anything counts. Default: 60.")
    private int warmUp = 60;

    @Option(names = "--patience", paramLabel = "SECONDS", description = "For all that was accepted to arrive. Default: 180.")
    private int patience = 180;

    @Option(names = "--disk", paramLabel = "DIR", description = "Where the servers write. Default: the directory for temporary files.")
    private Path disk = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--keep", description = "Keep the servers' directories.")
    private boolean keep;

    @Option(names = "--report", paramLabel = "NAME", description = "Writes NAME.md and NAME.json. Default: compare.")
    private String name = "compare";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Cell> cells = workloads.stream().map(Workload::named)
            .flatMap(workload -> sessions.stream().map(count -> new Cell(workload, count))).toList();
        Path directory = Files.createTempDirectory(disk, "postern-compare");
        // Servers give up their rights, and still have to get here.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Report report = new Report(Machine.facts(directory, commit));
        try (Sink sink = Sink.start(new Ledger()); Comparison comparison = comparison(directory, sink, report)) {
            comparison.start(contestants);
            if (queued.isEmpty()) {
                comparison.run(cells, rounds, half);
            } else {
                comparison.grow(queued.stream().sorted().toList());
            }
        } finally {
            if (!keep) {
                remove(directory);
            }
        }
        Files.writeString(Path.of(name + ".md"), report.markdown());
        Files.writeString(Path.of(name + ".json"), report.json());
        return report.isNothingLost() ? 0 : 1;
    }

    private Comparison comparison(Path directory, Sink sink, Report report) throws IOException, InterruptedException {
        int most = Math.max(Cell.FEW_SESSIONS, sessions.stream().mapToInt(Integer::intValue).max().orElse(0));
        return new Comparison(new Programs(distribution, stockJames, exim),
            new Ground(directory, TlsIdentity.make(directory), sink.port(), most + SPARE_SESSIONS), sink,
            new Measurement(sink, Duration.ofSeconds(warmUp).dividedBy(2), messages, Duration.ofSeconds(patience)),
            new Measurement(sink, Duration.ofSeconds(seconds), messages, Duration.ofSeconds(patience)),
            report, spec.commandLine().getOut());
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
