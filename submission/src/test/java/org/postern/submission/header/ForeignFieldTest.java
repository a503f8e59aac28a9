// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFieldTest {
    @ParameterizedTest
    @ValueSource(strings = {"X-Spam", "DKIM-Signature", "Authentication-Results", "List-Unsubscribe", "Fromage", "Contents"})
    void shouldLetAFilterAddWhatIsItsOwn(String name) {
        assertThat(ForeignField.of(name, "value")).map(HeaderField::toString).contains(name + ": value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "sender", "Reply-To", "To", "CC", "Bcc", "Subject", "Date", "Message-Id", "In-Reply-To", "References",
        "MIME-Version", "Content-Type", "content-transfer-encoding", "Resent-From", "Received", "Return-Path"})
    void shouldLeaveToTheAuthorWhatIsTheAuthors(String name) {
        assertThat(ForeignField.of(name, "value")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Spam", "X-Spam ", "X-Spam:", "X\r\nBcc", "X-Sp\u00e4m", "X\0"})
    void shouldMakeNoFieldOfABadName(String name) {
        assertThat(ForeignField.of(name, "value")).isEmpty();
    }

    static Stream<Arguments> values() {
        return Stream.of(
            Arguments.of("a\r\n b\r\n\tc", "a\r\n b\r\n\tc"),
            Arguments.of("a\n b", "a\r\n b"),
            Arguments.of("a ~\t!", "a ~\t!"),
            Arguments.of("x".repeat(900), "x".repeat(900)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldKeepFoldsWithTheLineEndsOfMail(String value, String body) {
        byte[] raw = ForeignField.of("X-Spam", value).orElseThrow().raw();

        assertThat(new String(raw, StandardCharsets.ISO_8859_1)).isEqualTo("X-Spam: " + body + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nBcc: eve@example.net", "a\nBcc: eve@example.net", "a\rBcc: eve@example.net", "a\r\n\r\nbody",
        "a\r\n \r\n b", "a\r\n", "a\n", "\r\n a", "a\0b", "a\u007fb", "gr\u00fcn", "a\u2028b", "a\u0085b"})
    void shouldMakeNoFieldOfWhatWouldBeMoreThanAField(String value) {
        assertThat(ForeignField.of("X-Spam", value)).isEmpty();
    }

    @Test
    void shouldMakeNoFieldOfWhatIsTooLong() {
        assertThat(ForeignField.of("X-Spam", "x".repeat(901))).isEmpty();
        assertThat(ForeignField.of("X-Spam", ("x".repeat(500) + "\r\n ").repeat(30) + "x")).isEmpty();
    }
}
