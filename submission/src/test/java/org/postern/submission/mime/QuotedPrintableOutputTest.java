// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedPrintableOutputTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "plain            | plain",
        "caf\u00e9       | caf=E9",
        "a=b              | a=3Db",
        "a\\r\\nb\\r\\n   | a\\r\\nb\\r\\n",
        "a\\rb            | a=0Db",
        "a\\nb            | a=0Ab",
        "a\\r             | a=0D",
        "a\\r\\r\\n       | a=0D\\r\\n",
        "a \\r\\n         | a=20\\r\\n",
        "a\\t \\r\\nb     | a\\t=20\\r\\nb",
        "a \\r            | a =0D",
        "a \\n            | a =0A",
        "a \\rb           | a =0Db",
        "a b              | a b",
        "'a '             | a=20",
        "' '              | =20",
        "--b\\r\\n        | --b\\r\\n",
        ".\\r\\n          | .\\r\\n",
        "x\u0001\u007f  | x=01=7F",
    })
    void shouldEncode(String content, String encoded) throws IOException {
        assertThat(encode(unescape(content))).isEqualTo(unescape(encoded));
    }

    @Test
    void shouldBreakLinesSoftly() throws IOException {
        assertThat(encode("x".repeat(76))).isEqualTo("x".repeat(75) + "=\r\nx");
        assertThat(encode("x".repeat(73) + "\u00ff")).isEqualTo("x".repeat(73) + "=\r\n=FF");
        assertThat(encode("x".repeat(75) + " ")).isEqualTo("x".repeat(75) + "=\r\n=20");
    }

    @Test
    void shouldMakeNoDelimiterWhereThereWasNone() throws IOException {
        assertThat(encode("x".repeat(75) + "--b\r\n")).isEqualTo("x".repeat(75) + "=\r\n=2D-b\r\n");
    }

    @Property
    void shouldGiveTheSameContentBack(@ForAll @Size(max = 400) byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String encoded = encode(text);

        assertThat(encoded.lines()).allMatch(line -> line.length() <= 76 && line.matches("[ -~\t]*"));
        assertThat(new QuotedPrintableInputStream(new ByteArrayInputStream(encoded.getBytes(StandardCharsets.US_ASCII))).readAllBytes())
            .isEqualTo(content);
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    }

    private static String encode(String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (QuotedPrintableOutput encoder = new QuotedPrintableOutput(out)) {
            encoder.write(content.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
