// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.postern.benchmarks.server.Contestant;

/** All figures, as Markdown and as JSON. */
final class Report {
    private static final String ROW = "| %-12s | %10s | %11s | %9s | %7s | %7s | %6s | %7s | %6s | %s%n";
    private static final String HEADING = String.format(ROW, "server", "accepted/s", "delivered/s", "CPU s/1k", "p50 ms", "p99 ms",
        "MB", "client", "other", "|") + "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |\n";

    private final Map<String, String> facts;
    private final Map<Contestant, String> servers = new LinkedHashMap<>();
    private final Map<Cell, Map<Contestant, Figures>> cells = new LinkedHashMap<>();

    Report(Map<String, String> facts) {
        this.facts = facts;
    }

    /** A server that takes part, or why it does not. */
    void introduce(Contestant contestant, String says) {
        servers.put(contestant, says);
    }

    void note(Cell cell, Map<Contestant, Figures> figures) {
        cells.put(cell, figures);
    }

    boolean isNothingLost() {
        return cells.values().stream().flatMap(figures -> figures.values().stream()).allMatch(seen -> seen.lost() == 0);
    }

    String introduction() {
        return facts.entrySet().stream().map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + "\n").collect(Collectors.joining())
            + servers.entrySet().stream().map(server -> "- " + server.getKey().title() + ": " + server.getValue() + "\n")
                .collect(Collectors.joining());
    }

    static String table(Cell cell, Map<Contestant, Figures> figures) {
        StringBuilder text = new StringBuilder("\n" + cell.title() + "\n\n" + HEADING);
        figures.forEach((contestant, seen) -> text.append(row(contestant, seen)));
        return text.append(ratios(figures)).toString();
    }

    private static String row(Contestant contestant, Figures figures) {
        return String.format(Locale.ROOT, ROW, contestant.title(), number(figures.acceptedPerSecond()),
            figures.deliveredPerSecond() > 0 ? number(figures.deliveredPerSecond()) : "-", number(figures.cpuPerThousand()),
            number(figures.medianMillis()), number(figures.p99Millis()), number(figures.megabytes()), percent(figures.clientShare()),
            percent(figures.otherShare()), figures.troubles().isEmpty() ? "|" : figures.troubles() + " |");
    }

    /** Postern's figures as so many times those of others: more is better for rates, less for the rest. */
    private static String ratios(Map<Contestant, Figures> figures) {
        List<String> lines = new ArrayList<>();
        for (Contestant other : Contestant.values()) {
            if (other != Contestant.POSTERN && figures.containsKey(other) && figures.containsKey(Contestant.POSTERN)) {
                Figures ours = figures.get(Contestant.POSTERN);
                Figures theirs = figures.get(other);
                lines.add("Postern to " + other.title() + ": " + ratio("accepted", ours, theirs, Figures::acceptedPerSecond)
                    + ratio("delivered", ours, theirs, Figures::deliveredPerSecond) + ratio("CPU", ours, theirs, Figures::cpuPerThousand)
                    + ratio("p99", ours, theirs, Figures::p99Millis) + ratio("memory", ours, theirs, Figures::megabytes));
            }
        }
        return lines.isEmpty() ? "" : "\n" + lines.stream().map(String::stripTrailing).collect(Collectors.joining("  \n")) + "\n";
    }

    private static String ratio(String name, Figures ours, Figures theirs, ToDoubleFunction<Figures> figure) {
        double divisor = figure.applyAsDouble(theirs);
        return divisor == 0 ? "" : String.format(Locale.ROOT, "%s x%.2f ", name, figure.applyAsDouble(ours) / divisor);
    }

    String markdown() {
        StringBuilder text = new StringBuilder(introduction());
        cells.forEach((cell, figures) -> text.append(table(cell, figures)));
        return text.toString();
    }

    String json() {
        return "{\n  \"facts\": " + Json.object(facts) + ",\n  \"servers\": "
            + Json.object(servers.entrySet().stream().collect(Collectors.toMap(server -> server.getKey().toString(),
                Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new)))
            + ",\n  \"figures\": [\n    "
            + cells.entrySet().stream().flatMap(cell -> cell.getValue().entrySet().stream()
                .map(seen -> Json.figures(cell.getKey(), seen.getKey(), seen.getValue()))).collect(Collectors.joining(",\n    "))
            + "\n  ]\n}\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 20 ? "%.2f" : "%,.0f", value);
    }

    private static String percent(double share) {
        return Math.round(100 * share) + "%";
    }
}
