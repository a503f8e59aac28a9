// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/** A message that is encoded for the next hop has the same parts with the same content, however crooked it is. */
class ReencodingFuzzTest {
    private final AnyTreeTest properties = new AnyTreeTest();

    @FuzzTest
    @DictionaryFile(resourcePath = "/message.dict")
    void shouldKeepTheContentOfEveryPart(byte[] input) throws Exception {
        properties.shouldEndWithSomethingFitOrSaySoWhateverComes(new String(input, StandardCharsets.ISO_8859_1));
        expectSameContent(input, Reencoding.toSevenBit(() -> new ByteArrayInputStream(input)));
        expectSameContent(input, Reencoding.toEightBit(() -> new ByteArrayInputStream(input)));
    }

    private static void expectSameContent(byte[] message, Reencoding reencoding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reencoding.writeTo(out);
        byte[] changed = out.toByteArray();
        List<Part> before = parts(message);
        List<Part> after = parts(changed);

        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).kind()).isEqualTo(before.get(i).kind());
            if (before.get(i).kind() == Part.Kind.LEAF) {
                boolean isSame = before.get(i).encoding().isIdentity() == after.get(i).encoding().isIdentity();
                byte[] content = octets(changed, after.get(i));
                assertThat(isSame ? content : decoded(content, after.get(i).encoding())).isEqualTo(octets(message, before.get(i)));
            }
        }
    }

    private static List<Part> parts(byte[] message) throws IOException {
        return PartScanner.scan(() -> new ByteArrayInputStream(message)).orElse(List.of());
    }

    private static byte[] octets(byte[] message, Part part) {
        return Arrays.copyOfRange(message, (int) part.bodyStart(), (int) part.bodyEnd());
    }

    private static byte[] decoded(byte[] content, Encoding encoding) throws IOException {
        if (encoding == Encoding.BASE64) {
            return Base64.getMimeDecoder().decode(content);
        }
        try (QuotedPrintableInputStream text = new QuotedPrintableInputStream(new ByteArrayInputStream(content))) {
            return text.readAllBytes();
        }
    }
}
