// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.postern.benchmarks.server.Postern;
import org.postern.benchmarks.server.Usage;
import org.postern.benchmarks.sink.Behaviour;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets everything go wrong that can, one after the other, and counts the messages. Exit code 1 when one is missing. */
@Command(name = "faults", mixinStandardHelpOptions = true, description = "What a fault costs: it must not be a message.")
public final class FaultsCommand implements Callable<Integer> {
    private static final long WARM_UP = 200;

    @Option(names = "--distribution", required = true, paramLabel = "DIR", description = "The unpacked distribution.")
    private Path distribution;

    @Option(names = "--short", description = "The few that fit into a build.")
    private boolean isShort;

    @Option(names = "--only", paramLabel = "WORD", description = "Those with this word in their name.")
    private String word = "";

    @Option(names = "--seed", paramLabel = "N", description = "Of the random moments.")
    private long seed = 1;

    @Option(names = "--keep", description = "Keep the servers' directories.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        boolean good = true;
        PrintWriter out = spec.commandLine().getOut();
        StringBuilder complaints = new StringBuilder();
        out.print(Verdict.HEADING);
        for (Fault fault : isShort ? some() : all()) {
            if (fault.name().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))) {
                Verdict verdict = judge(fault);
                out.print(verdict.row());
                out.flush();
                complaints.append(verdict.complaints());
                good &= verdict.isGood();
            }
        }
        out.print(complaints);
        out.flush();
        return good ? 0 : 1;
    }

    private static List<Fault> some() {
        return List.of(new Killed(3), new Terminated(), new NextHopTrouble(Behaviour.CLOSES_BEFORE_ANSWER, 300), new Excess(64));
    }

    private static List<Fault> all() {
        List<Fault> faults = new ArrayList<>(List.of(new Killed(20), new Terminated()));
        for (Behaviour behaviour : Behaviour.values()) {
            if (behaviour != Behaviour.GOOD) {
                faults.add(new NextHopTrouble(behaviour, 2000));
            }
        }
        faults.add(new IdleSessions(2000));
        faults.add(new SlowClients(2000));
        faults.add(new Excess(1024));
        faults.addAll(ours());
        return faults;
    }

    /** What we stand on gives way. */
    private static List<Fault> ours() {
        return List.of(new DiskFull(), new NoDescriptors(), new DatabaseGone(), new ClockJumps(), new DnsDown(NameServer.Behaviour.FAILING),
            new DnsDown(NameServer.Behaviour.SILENT), new SlowSync(), new FailedSync());
    }

    private Verdict judge(Fault fault) throws Exception {
        Path home = Files.createTempDirectory("postern-fault");
        try (Stage stage = Stage.open(distribution, home, seed, fault.launcher())) {
            fault.prepare(stage);
            Postern postern = stage.postern().start();
            stage.expectAllTaken(WARM_UP, "before anything went wrong");
            stage.settle();
            Usage before = postern.atRest();
            // A first burst of logins may be more than a busy machine takes.
            long traces = postern.traces();
            String seen = fault.happen(stage);
            stage.settle();
            OptionalInt status = postern.ended(Duration.ZERO);
            stage.expect(status.isEmpty(), "ended with status " + status);
            Usage after = status.isEmpty() ? postern.atRest() : new Usage(0, 0, 0);
            Verdict.Log log = new Verdict.Log(postern.complaints(), postern.traces() - traces);
            return Verdict.of(fault, stage, seen, before, after, log);
        } catch (NotStaged e) {
            return Verdict.notStaged(fault, e.getMessage());
        } catch (IOException | RuntimeException e) {
            return Verdict.notStaged(fault, "broken off: " + e);
        } finally {
            if (!keep) {
                remove(home);
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
