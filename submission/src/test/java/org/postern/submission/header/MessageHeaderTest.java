// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.Submissions;

class MessageHeaderTest {
    private static final HeaderField X = HeaderField.of("X", "y");

    @Test
    void shouldEndLastLineBeforeAppending() {
        assertThat(Submissions.text(header("A: b").append(X))).isEqualTo("A: b\nX: y\n");
    }

    @Test
    void shouldReplaceThisFieldOnlyWhenAnotherIsEqual() {
        MessageHeader header = header("A: b\r\nA: b\r\n");

        assertThat(Submissions.text(header.replace(header.fields().get(1), X))).isEqualTo("A: b\nX: y\n");
    }

    @Test
    void shouldBeTheSameWhenNothingIsTakenOut() {
        MessageHeader header = header("A: b\r\n");

        assertThat(header.without(field -> field.is("B"))).isSameAs(header);
    }

    @Test
    void shouldNotChangeWhenItsEndIsUnknown() {
        MessageHeader cut = MessageHeader.read(List.of(X), false);

        assertThat(cut.append(X)).isSameAs(cut);
        assertThat(cut.replace(X, X)).isSameAs(cut);
        assertThat(cut.without(field -> true)).isSameAs(cut);
    }

    @ParameterizedTest
    @CsvSource({"1, A", "2, A", "3, B", "4, ''", "0, A"})
    void shouldTellFieldOfLine(long line, String name) {
        assertThat(header("A: b\r\n c\r\nB: c\r\n").atLine(line).map(HeaderField::name).orElse("")).isEqualTo(name);
    }

    private static MessageHeader header(String message) {
        return MessageParser.parse(message.getBytes(StandardCharsets.US_ASCII)).header();
    }
}
