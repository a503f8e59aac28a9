// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.distribution.demo.GalleryCase.Service;

class TableTest {
    private static final GalleryCase CASE = new GalleryCase("somebody else as author", Service.SUBMISSIONS,
        new Letter("a@b.example", List.of(), ""), Dialogue::submit, new Outcome.Refused(550, "5.7.1"));

    @Test
    void shouldBreakAtSpacesAndCutLongWords() {
        assertThat(Table.wrap("one two three", 8)).containsExactly("one two", "three");
        assertThat(Table.wrap("abcdefghijkl", 5)).containsExactly("abcde", "fghij", "kl");
        assertThat(Table.wrap("", 5)).containsExactly("");
    }

    @Test
    void shouldStayWithinTheTerminalAndInAsciiWhenPlain() {
        String shown = shown(new Row(CASE, new Answer(550, "5.7.1 " + "very long words ".repeat(20)), "nothing", "", "wrong"));

        assertThat(shown.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120).matches("[ -~]*"));
        assertThat(shown).contains("! somebody else as author      465").contains("^ wrong");
    }

    @ParameterizedTest
    @CsvSource({
        "xterm, '',  C.UTF-8,   true,  true,  true",
        "xterm, '1', C.UTF-8,   true,  false, true",
        "dumb,  '',  C.UTF-8,   true,  false, true",
        "xterm, '',  C.UTF-8,   false, false, true",
        "xterm, '',  C,         true,  true,  false",
        "xterm, '',  de_DE.utf8, true, true,  true",
    })
    void shouldLookAsTheTerminalAllows(String term, String noColor, String locale, boolean terminal, boolean colour, boolean unicode) {
        assertThat(Look.of(Map.of("TERM", term, "NO_COLOR", noColor, "LANG", locale), terminal)).isEqualTo(new Look(colour, unicode));
    }

    private static String shown(Row row) {
        StringWriter text = new StringWriter();
        Table table = new Table(new PrintWriter(text), Look.PLAIN);
        table.head();
        table.section("Section");
        table.row(row);
        return text.toString();
    }
}
