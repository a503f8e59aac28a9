// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.postern.benchmarks.sink.Behaviour;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets everything go wrong that can, one after the other, and counts the messages. Exit code 1 when one is missing. */
@Command(name = "faults", mixinStandardHelpOptions = true, description = "What a fault costs: it must not be a message.")
public final class FaultsCommand implements Callable<Integer> {
    private static final Duration EACH = Duration.ofMinutes(30);
    /** A machine with nothing else to do needs two; a build is to end all the same where it is busy, or something hangs. */
    private static final Duration ALL_SHORT = Duration.ofMinutes(8);

    @Option(names = "--distribution", required = true, paramLabel = "DIR", description = "The unpacked distribution.")
    private Path distribution;

    @Option(names = "--short", description = "The few that fit into a build: less than 5 minutes.")
    private boolean isShort;

    @Option(names = "--only", paramLabel = "WORD", description = "Those with this word in their name.")
    private String word = "";

    @Option(names = "--seed", paramLabel = "N", description = "Of the random moments.")
    private long seed = 1;

    @Option(names = "--keep", description = "Keep the servers' directories.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    private final StringBuilder complaints = new StringBuilder();
    private Optional<Trial> underWay = Optional.empty();
    private boolean isOver;

    @Override
    public Integer call() throws Exception {
        List<Fault> faults = (isShort ? some() : all()).stream().filter(fault -> isNamed(fault, word)).toList();
        if (faults.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "No fault has \"" + word + "\" in its name");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::breakOff));
        long began = System.nanoTime();
        boolean good = true;
        PrintWriter out = spec.commandLine().getOut();
        out.print(Verdict.HEADING);
        for (Fault fault : faults) {
            good &= judge(fault, isShort ? ALL_SHORT.minusNanos(System.nanoTime() - began) : EACH);
        }
        out.print(complaints);
        out.flush();
        return good ? 0 : 1;
    }

    private static boolean isNamed(Fault fault, String word) {
        return fault.name().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
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

    /** @return whether it was borne */
    private boolean judge(Fault fault, Duration patience) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Trial trial = begin(fault)) {
            Verdict verdict = patience.isNegative() ? Verdict.notStaged(fault, "no time was left for it") : trial.verdict(patience);
            out.print(verdict.row());
            out.flush();
            complaints.append(verdict.complaints());
            return verdict.isGood();
        } catch (IOException e) {
            spec.commandLine().getErr().println(fault.name() + ": " + e.getMessage()
                + Stream.of(e.getSuppressed()).map(cause -> "; " + cause.getMessage()).collect(Collectors.joining()));
            return false;
        }
    }

    private synchronized Trial begin(Fault fault) throws IOException {
        if (isOver) {
            throw new IOException("this was told to end");
        }
        Trial trial = Trial.open(fault, distribution, seed, keep);
        underWay = Optional.of(trial);
        return trial;
    }

    /** Whoever ends this by a signal finds nothing of it running or mounted. */
    private synchronized void breakOff() {
        isOver = true;
        underWay.ifPresent(trial -> {
            try {
                trial.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
