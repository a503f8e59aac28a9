// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.Submissions;

class MessageScannerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // message                          | fields | header | fields' octets
        "A: b\\r\\n\\r\\nbody               | 1      | 8      | 6",
        "\\r\\nbody                         | 0      | 2      | 0",
        "\\nbody                            | 0      | 1      | 0",
        "A: b\\r\\nB: c\\r\\n               | 2      | 12     | 12",
        "A: b\\r\\nB: c                     | 2      | 10     | 10",
        "``                                 | 0      | 0      | 0",
        "A: b\\r\\n c\\r\\n\\td\\r\\n\\r\\n | 1      | 16     | 14",
        "A: b\\nB: c\\n\\nbody              | 2      | 11     | 10",
        "A: b\\r\\n \\r\\nB: c\\r\\n\\r\\n  | 2      | 17     | 15",
        "A: b\\rB: c\\r\\n\\r\\n             | 1      | 13     | 11",
        "A: b\\r\\n\\r\\r\\n\\r\\n           | 2      | 11     | 9",
        "no field\\r\\nA: b\\r\\n\\r\\n      | 2      | 18     | 16",
    })
    void shouldFindEndOfHeader(String escaped, int fields, long headerLength, long fieldsLength) {
        ParsedMessage parsed = MessageParser.parse(octets(escaped));

        assertThat(parsed.header().fields()).hasSize(fields);
        assertThat(parsed.headerLength()).isEqualTo(headerLength);
        assertThat(parsed.fieldsLength()).isEqualTo(fieldsLength);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // message                    | NUL | CR | LF | 8-bit
        "A: b\\r\\n\\r\\nbody\\r\\n   | 0   | 0  | 0  | false",
        "A: \\0\\r\\n\\r\\n           | 1   | 0  | 0  | false",
        "A: b\\r\\n\\r\\nx\\r\\n\\0   | 4   | 0  | 0  | false",
        "A: b\\r\\n\\r\\nx\\ry\\r\\n  | 0   | 3  | 0  | false",
        "A: b\\r\\n\\r\\nx\\r         | 0   | 3  | 0  | false",
        "A: b\\r\\n\\r\\nx\\r\\r\\n   | 0   | 3  | 0  | false",
        "A: b\\r\\n\\r\\nx\\ny        | 0   | 0  | 3  | false",
        "A: b\\n\\nx\\n               | 0   | 0  | 1  | false",
        "A: b\\r\\n\\n                | 0   | 0  | 2  | false",
        "A: \\xff\\r\\n\\r\\nx        | 0   | 0  | 0  | false",
        "A: b\\r\\n\\r\\n\\xff        | 0   | 0  | 0  | true",
    })
    void shouldSayWhereOctetsAreWrong(String escaped, long nul, long bareCr, long bareLf, boolean eightBit) {
        var facts = MessageParser.parse(octets(escaped)).body();

        assertThat(facts.firstNul()).isEqualTo(nul);
        assertThat(facts.firstBareCr()).isEqualTo(bareCr);
        assertThat(facts.firstBareLf()).isEqualTo(bareLf);
        assertThat(facts.eightBit()).isEqualTo(eightBit);
    }

    @ParameterizedTest
    @CsvSource({"998, '\r\n', 0", "999, '\r\n', 3", "998, '\n', 0", "999, '\n', 3", "998, '', 0", "999, '', 3"})
    void shouldMeasureLinesWithoutTheirEnd(int length, String lineEnd, long firstLongLine) {
        byte[] message = ("A: b\r\n\r\n" + "x".repeat(length) + lineEnd).getBytes(StandardCharsets.US_ASCII);

        assertThat(MessageParser.parse(message).body().firstLongLine()).isEqualTo(firstLongLine);
    }

    @Test
    void shouldKeepWholeFieldsOnlyWhenHeaderIsOverLimit() {
        MessageScanner scanner = new MessageScanner(20);
        byte[] message = "A: one\r\nB: two\r\nC: three\r\nD: four\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII);
        scanner.accept(message, 0, message.length);
        ParsedMessage parsed = scanner.finish();

        assertThat(parsed.header().isComplete()).isFalse();
        assertThat(Submissions.text(parsed.header())).isEqualTo("A: one\nB: two\n");
        assertThat(parsed.fieldsLength()).isEqualTo(16);
        assertThat(parsed.headerLength()).isEqualTo(message.length - "body".length());
        assertThat(parsed.body().headerSize()).isEqualTo(parsed.headerLength());
    }

    @Test
    void shouldTakeHeaderOfExactlyTheLimit() {
        MessageScanner scanner = new MessageScanner(16);
        byte[] message = "A: one\r\nB: two\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII);
        scanner.accept(message, 0, message.length);

        assertThat(scanner.finish().header().isComplete()).isTrue();
    }

    @Test
    void shouldCountWhatIsBeyondLimitWithoutKeepingIt() {
        MessageScanner scanner = new MessageScanner(100);
        byte[] line = "X-Filler: 0123456789\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100_000; i++) {
            scanner.accept(line, 0, line.length);
        }
        ParsedMessage parsed = scanner.finish();

        assertThat(parsed.body().headerSize()).isEqualTo(100_000L * line.length);
        assertThat(parsed.header().fields()).hasSize(4);
    }

    @Test
    void shouldNotBeMovedByChangesOfTheBlockAfterwards() {
        MessageScanner scanner = new MessageScanner();
        byte[] block = "A: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        scanner.accept(block, 0, block.length);
        Arrays.fill(block, (byte) 'z');

        assertThat(Submissions.text(scanner.finish().header())).isEqualTo("A: b\n");
    }

    @ParameterizedTest
    @CsvSource({"'A: b\r', '\n\r\nx', 0, 9", "'A: b\r\n\r', '\nx', 0, 9", "'A: b\r', 'c\r\n', 1, 8", "'A: b\r\n\r', 'x', 2, 8"})
    void shouldKnowWhatStandsAtTheEdgeOfBlocks(String first, String second, long firstBareCr, long size) {
        MessageScanner scanner = new MessageScanner();
        scanner.accept(first.getBytes(StandardCharsets.US_ASCII), 0, first.length());
        scanner.accept(second.getBytes(StandardCharsets.US_ASCII), 0, second.length());
        var facts = scanner.finish().body();

        assertThat(facts.firstBareCr()).isEqualTo(firstBareCr);
        assertThat(facts.firstBareLf()).isZero();
        assertThat(facts.size()).isEqualTo(size);
    }

    @Test
    void shouldRejectRangeOutsideBlock() {
        assertThatThrownBy(() -> new MessageScanner().accept(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRejectLimitBelowOne() {
        assertThatThrownBy(() -> new MessageScanner(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
    }

    @Test
    void shouldReadStreamToItsEnd() throws IOException {
        byte[] message = ("A: b\r\n\r\n" + "line\r\n".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);

        assertThat(MessageParser.parse(new ByteArrayInputStream(message)).body().size()).isEqualTo(message.length);
    }

    private static byte[] octets(String escaped) {
        return escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0").replace("\\xff", "\u00ff")
            .getBytes(StandardCharsets.ISO_8859_1);
    }
}
