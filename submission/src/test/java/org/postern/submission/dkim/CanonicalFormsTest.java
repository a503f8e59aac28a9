// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.submission.header.HeaderField;

class CanonicalFormsTest {
    /** RFC 6376 §3.4.4; jDKIM 0.3 takes an empty body for an empty line. */
    private static final String HASH_OF_NOTHING = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n\r\n", " \t", " \r\n\t\r\n ", "\n", "\r"})
    void shouldTakeEmptyLinesForNoBody(String body) throws Exception {
        assertThat(Base64.getEncoder().encodeToString(RelaxedBody.hash(new ByteArrayInputStream(octets(body))))).isEqualTo(HASH_OF_NOTHING);
    }

    /** {@code _} a space, {@code >} a tab, {@code |} CRLF; the first is that of RFC 6376 §3.4.5. */
    @ParameterizedTest
    @CsvSource({
        "_C_|D_>_E|||, _C|D_E|",
        "a, a|",
        "a|, a|",
        "a__|_>_|b_|_, a||b|",
        "||a, ||a|",
        "_>a>_, _a|",
    })
    void shouldRelaxBodyAsTheRfcSays(String body, String relaxed) throws Exception {
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(octets(spelled(relaxed)));

        assertThat(RelaxedBody.hash(new ByteArrayInputStream(octets(spelled(body))))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\n", "a\rb\r", "a\r\nb"})
    void shouldEndLineWhereJavaMailDoes(String body) throws Exception {
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(octets("a\r\nb\r\n"));

        assertThat(RelaxedBody.hash(new ByteArrayInputStream(octets(body)))).isEqualTo(expected);
    }

    /** The first two are those of RFC 6376 §3.4.5. */
    @ParameterizedTest
    @CsvSource({
        "A:_X|, a:X",
        "B_:_Y>|>Z__|, b:Y Z",
        "C:|, c:",
        "Subject:|_x|__y|, subject:x y",
        "Subject:a:b, subject:a:b",
    })
    void shouldRelaxHeaderAsTheRfcSays(String field, String relaxed) {
        assertThat(RelaxedHeader.of(HeaderField.ofRaw(octets(spelled(field))))).isEqualTo(relaxed);
    }

    private static String spelled(String text) {
        return text.replace('_', ' ').replace('>', '\t').replace("|", "\r\n");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
