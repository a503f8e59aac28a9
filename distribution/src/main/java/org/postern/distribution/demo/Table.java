// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.postern.distribution.demo.GalleryCase.Service;

/** Prints rows as they come in, in columns of fixed width; long cells go on in the next line. */
final class Table {
    /** Widths of case, port, reply, what was received, what was repaired. */
    private static final List<Integer> WIDTHS = List.of(26, 4, 44, 12, 24);
    private static final int REPLY = 2;
    private static final String GAP = "  ";
    private static final int WIDTH = WIDTHS.stream().mapToInt(width -> width + GAP.length()).sum();

    private final PrintWriter out;
    private final Look look;

    Table(PrintWriter out, Look look) {
        this.out = out;
        this.look = look;
    }

    void head() {
        line(" ", List.of("case", "port", "SMTP reply", "MX received", "repaired"), look::strong, look::strong);
        out.println(look.faint(look.rule(WIDTH)));
        out.flush();
    }

    void section(String title) {
        out.println();
        out.println(look.strong(title));
    }

    void row(Row row) {
        String reply = row.answer().toString();
        line(row.asItShouldBe() ? look.tick() : look.cross(),
            List.of(row.galleryCase().name(), row.galleryCase().service() == Service.SUBMISSION ? " 587" : " 465",
                row.answer().positive() ? cut(reply) : reply, row.received(), row.repaired()),
            UnaryOperator.identity(), row.answer().positive() ? look::good : UnaryOperator.identity());
        if (!row.asItShouldBe()) {
            out.println(GAP + look.bad("^ " + row.problem()));
        }
        out.flush();
    }

    void foot(String text) {
        out.println();
        out.println(look.faint(look.rule(WIDTH)));
        out.println(text);
        out.flush();
    }

    private String cut(String reply) {
        String dots = look.unicode() ? "\u2026" : "...";
        int room = WIDTHS.get(REPLY);
        return reply.length() <= room ? reply : reply.substring(0, room - dots.length()) + dots;
    }

    private void line(String mark, List<String> cells, UnaryOperator<String> style, UnaryOperator<String> replyStyle) {
        List<List<String>> wrapped = IntStream.range(0, WIDTHS.size()).mapToObj(i -> wrap(cells.get(i), WIDTHS.get(i))).toList();
        int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
        for (int n = 0; n < height; n++) {
            StringBuilder text = new StringBuilder(n == 0 ? mark : " ").append(' ');
            for (int i = 0; i < WIDTHS.size(); i++) {
                String cell = n < wrapped.get(i).size() ? wrapped.get(i).get(n) : "";
                text.append((i == REPLY ? replyStyle : style).apply(cell)).append(" ".repeat(WIDTHS.get(i) - cell.length())).append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** Breaks at spaces; a word wider than the column is cut. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.stripTrailing();
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > width / 3 ? space : width;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
