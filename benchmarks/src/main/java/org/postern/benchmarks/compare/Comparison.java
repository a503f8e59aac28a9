// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.postern.benchmarks.server.Contestant;
import org.postern.benchmarks.server.Ground;
import org.postern.benchmarks.server.Peer;
import org.postern.benchmarks.server.Programs;
import org.postern.benchmarks.sink.Behaviour;
import org.postern.benchmarks.sink.Sink;

/** The servers take turns: each is measured while the others run and have nothing to do. */
final class Comparison implements AutoCloseable {
    private static final double HALF = 0.5;

    private final Programs programs;
    private final Ground ground;
    private final Sink sink;
    private final Measurement warmUp;
    private final Measurement measurement;
    private final Report report;
    private final PrintWriter out;
    private final Map<Contestant, Peer> peers = new EnumMap<>(Contestant.class);

    /**
     * @param warmUp what each server gets first, and nobody looks at
     * @param measurement what counts
     */
    Comparison(Programs programs, Ground ground, Sink sink, Measurement warmUp, Measurement measurement, Report report, PrintWriter out) {
        this.programs = programs;
        this.ground = ground;
        this.sink = sink;
        this.warmUp = warmUp;
        this.measurement = measurement;
        this.report = report;
        this.out = out;
    }

    /** Starts those that can run here, and has them show what they do for a message. */
    void start(List<Contestant> contestants) throws InterruptedException {
        for (Contestant contestant : contestants) {
            String obstacle = contestant.whyNot(programs);
            try {
                report.introduce(contestant, obstacle.isEmpty() ? start(contestant) : "left out: " + obstacle);
            } catch (IOException e) {
                report.introduce(contestant, "left out: " + e.getMessage());
            }
        }
        out.println(report.introduction());
    }

    /** @return what it is, and what it does */
    private String start(Contestant contestant) throws IOException, InterruptedException {
        Peer peer = contestant.start(programs, ground);
        try {
            String says = peer.version() + "; " + Honesty.of(peer.submission(), sink).says();
            warmUp.take(peer, new Cell(Workload.named("4k"), Cell.FEW_SESSIONS), 0);
            warmUp.take(peer, new Cell(Workload.named("fresh"), Cell.FEW_SESSIONS), 0);
            peers.put(contestant, peer);
            return says;
        } finally {
            if (!peers.containsKey(contestant)) {
                peer.close();
            }
        }
    }

    /** One line after the other, in each round every server, beginning with another one each time. */
    void run(List<Cell> cells, int rounds, boolean alsoAtHalf) throws IOException, InterruptedException {
        for (Cell cell : cells) {
            Map<Contestant, Figures> most = run(cell, rounds, Map.of());
            if (alsoAtHalf) {
                run(cell.atShare(HALF), rounds, most);
            }
        }
    }

    private Map<Contestant, Figures> run(Cell cell, int rounds, Map<Contestant, Figures> most) throws IOException, InterruptedException {
        Map<Contestant, List<Figures>> seen = new EnumMap<>(Contestant.class);
        List<Contestant> order = new ArrayList<>(peers.keySet());
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : order) {
                double perSecond = most.containsKey(contestant) ? cell.share() * most.get(contestant).acceptedPerSecond() : 0;
                seen.computeIfAbsent(contestant, key -> new ArrayList<>())
                    .add(measurement.take(peers.get(contestant), cell, perSecond));
            }
            Collections.rotate(order, 1);
        }
        Map<Contestant, Figures> figures = new EnumMap<>(Contestant.class);
        seen.forEach((contestant, all) -> figures.put(contestant, Figures.of(all)));
        report.note(cell, figures);
        out.print(Report.table(cell, figures));
        out.flush();
        return figures;
    }

    /** Nothing leaves any more, so that queues grow up to these lengths. */
    void grow(List<Integer> lengths) throws IOException, InterruptedException {
        sink.behave(Behaviour.DOWN);
        Map<Contestant, Long> waiting = new EnumMap<>(Contestant.class);
        for (int length : lengths) {
            Cell cell = new Cell(Workload.named("4k"), Cell.FEW_SESSIONS, 0, length);
            for (Map.Entry<Contestant, Peer> peer : peers.entrySet()) {
                long already = waiting.getOrDefault(peer.getKey(), 0L);
                if (already < length) {
                    measurement.fill(peer.getValue(), cell, length - already);
                }
                waiting.put(peer.getKey(), Math.max(already, length));
            }
            Map<Contestant, Figures> figures = run(cell, 1, Map.of());
            figures.forEach((contestant, seen) -> waiting.merge(contestant, seen.accepted(), Long::sum));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Peer peer : peers.values()) {
            peer.close();
        }
    }
}
