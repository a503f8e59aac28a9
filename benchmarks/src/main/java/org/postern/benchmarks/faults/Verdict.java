// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.postern.benchmarks.load.Ledger;
import org.postern.benchmarks.server.Usage;

/**
 * What a fault has cost.
 *
 * @param fault that happened
 * @param mail what became of it
 * @param seen what else was seen
 * @param before what the process used when idle, before
 * @param after the same, in the end
 * @param shortcomings what was otherwise than expected
 * @param log what the server says of it
 */
record Verdict(Fault fault, Mail mail, String seen, Usage before, Usage after, List<String> shortcomings, Log log) {
    /**
     * What became of the messages, by their numbers.
     *
     * @param accepted how many were answered 250
     * @param lost of those, the ones that nobody ever saw again
     * @param returned the ones whose author got a report
     * @param twice the ones that arrived more than once
     * @param mangled the ones that arrived with another body
     * @param unexplained the ones that arrived although the client was told no
     * @param taken how many arrived whose client got no answer
     */
    record Mail(int accepted, Set<Long> lost, Set<Long> returned, Set<Long> twice, Set<Long> mangled, Set<Long> unexplained, int taken) {
        static Mail of(Ledger ledger) {
            return new Mail(ledger.accepted(), ledger.lost(), ledger.returned(), ledger.twice(), ledger.mangled(), ledger.unexplained(),
                ledger.taken());
        }
    }

    /**
     * What the log of the server has.
     *
     * @param complaints warnings and errors
     * @param traces lines of stack traces
     */
    record Log(List<String> complaints, long traces) {
    }

    static final String HEADING = "| fault | answered 250 | lost | came back | twice | delivered without 250 | seen "
        + "| memory MB, descriptors |\n| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |\n";

    /** Of the broker's journal, the database and kept connections there may be some more or less at any moment. */
    private static final long SOME_DESCRIPTORS = 100;
    /** Compiled code, buffers of threads and what caches keep of more people. */
    private static final long SOME_MEGABYTES = 100;
    private static final int KINDS = 5;
    private static final int SOME = 10;
    private static final int WIDTH = 200;

    static Verdict of(Fault fault, Stage stage, String seen, Usage before, Usage after, Log log) {
        return new Verdict(fault, Mail.of(stage.ledger()), seen, before, after, stage.shortcomings(), log);
    }

    /** Nobody knows what it would cost. */
    static Verdict notStaged(Fault fault, String reason) {
        Usage none = new Usage(0, 0, 0);
        return new Verdict(fault, Mail.of(new Ledger()), "not staged", none, none, List.of(reason), new Log(List.of(), 0));
    }

    boolean isGood() {
        return wrongs().isEmpty();
    }

    private List<String> wrongs() {
        List<String> wrongs = new ArrayList<>(shortcomings);
        none("lost", mail.lost()).ifPresent(wrongs::add);
        none("came back", fault.mayReturn() ? Set.of() : mail.returned()).ifPresent(wrongs::add);
        none("another body", mail.mangled()).ifPresent(wrongs::add);
        none("delivered though refused", mail.unexplained()).ifPresent(wrongs::add);
        none("twice", mail.twice().size() <= fault.mayDouble() ? Set.of() : mail.twice()).ifPresent(wrongs::add);
        if (after.descriptors() > before.descriptors() + SOME_DESCRIPTORS) {
            wrongs.add("descriptors are held");
        }
        if (after.residentMegabytes() > before.residentMegabytes() + SOME_MEGABYTES) {
            wrongs.add("memory is held");
        }
        if (!fault.isOurs() && log.traces() > 0) {
            wrongs.add(log.traces() + " lines of stack traces");
        }
        return wrongs;
    }

    private static Optional<String> none(String what, Set<Long> numbers) {
        return numbers.isEmpty() ? Optional.empty()
            : Optional.of(what + ": " + numbers.stream().limit(SOME).map(String::valueOf).collect(Collectors.joining(" ")));
    }

    /** A row of the table that {@link #HEADING} begins. */
    String row() {
        return String.format(Locale.ROOT, "| %s | %,d | %d | %d | %d | %d | %s | %d → %d, %d → %d |%n", fault.name(), mail.accepted(),
            mail.lost().size(), mail.returned().size(), mail.twice().size(), mail.taken() + mail.unexplained().size(), remarks(),
            before.residentMegabytes(), after.residentMegabytes(), before.descriptors(), after.descriptors());
    }

    private String remarks() {
        List<String> wrongs = wrongs();
        return wrongs.isEmpty() ? seen : seen + "; NOT AS IT SHOULD BE: " + String.join("; ", wrongs);
    }

    /** What an operator finds in the log: the first kinds of complaints, and how often each. */
    String complaints() {
        Map<String, Long> kinds = log.complaints().stream()
            .map(line -> line.substring(line.indexOf(' ') + 1).replaceAll("\\b(Mail)?[0-9a-fA-F-]*\\d[0-9a-fA-F-]*\\b", "#"))
            .map(line -> line.substring(0, Math.min(line.length(), WIDTH)))
            .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(KINDS)
            .map(kind -> String.format(Locale.ROOT, "    %,d times: %s%n", kind.getValue(), kind.getKey()))
            .collect(Collectors.joining("", String.format(Locale.ROOT, "%nThe log after \"%s\", %,d kinds of complaints and %,d lines "
                + "of stack traces:%n%n", fault.name(), kinds.size(), log.traces()), ""));
    }
}
