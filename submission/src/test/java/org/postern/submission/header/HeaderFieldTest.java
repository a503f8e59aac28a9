// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldTest {
    @Test
    void shouldTellNameAndBody() {
        HeaderField field = field("SuBject:  a\r\n\tb \r\n");

        assertThat(field.name()).isEqualTo("SuBject");
        assertThat(field.key()).isEqualTo("subject");
        assertThat(field.is("Subject")).isTrue();
        assertThat(field.body()).isEqualTo("a\tb");
        assertThat(field.lines()).isEqualTo(2);
    }

    @Test
    void shouldLetWhiteSpaceStandBeforeColon() {
        assertThat(field("From \t: x\r\n").name()).isEqualTo("From");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "no colon\r\n", ": no name\r\n", " Folded: x\r\n", "Two words: x\r\n", "\u00e4: x\r\n", "\0: x\r\n",
        "A\u007f: x\r\n", "Only-A-Name", ":"})
    void shouldNotTakeForField(String raw) {
        HeaderField field = field(raw);

        assertThat(field.isWellFormed()).isFalse();
        assertThat(field.name()).isEmpty();
        assertThat(field.raw()).isEqualTo(raw.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(field.addresses()).isNotNull();
    }

    @Test
    void shouldKeepBodyOctetForOctetWhenRenamed() {
        assertThat(field("From : \u00fc <a@b>\r\n (c)\r\n").renamed("Reply-To").toString()).isEqualTo("Reply-To: \u00fc <a@b>\r\n (c)");
    }

    @Test
    void shouldNotHandOutItsOctets() {
        HeaderField field = field("A: b\r\n");
        field.raw()[0] = 'X';

        assertThat(field.name()).isEqualTo("A");
    }

    @Test
    void shouldRejectNameThatIsNone() {
        assertThatThrownBy(() -> HeaderField.of("To whom", "x"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("To whom");
    }

    private static HeaderField field(String raw) {
        return HeaderField.ofRaw(raw.getBytes(StandardCharsets.ISO_8859_1));
    }
}
