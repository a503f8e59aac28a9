// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"<1@example.org>", "<!&!AAAAAAAAAAAYAAAA+/==@example.org>",
        "<000601dc5b8a$5f2a6b10$1d7f4130$@example.org>",

        "<a@[192.0.2.1]>", "<a@laptop>", "<a..b@example.org>", "<\"a.b\"@example.org>", "<a@b@c>", "<1@example.org> (added later)",
        "<a,b;c:d@example.org>"})
    void shouldStay(String body) {
        assertThat(MessageId.isWellFormed(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "1@example.org", "<1>", "<@example.org>", "<1@>", "<1@example.org", "1@example.org>",
        "<1@ example.org>",
        "<1@example.org> <2@example.org>", "<1@example.org><2@example.org>", "<<1@example.org>>",
        "<1@example.org> x", "<\u00fc@example.org>",
        "<1\t@example.org>", "<a<b@example.org>", "<1@example.org> (<2@example.org>)"})
    void shouldNotStay(String body) {
        assertThat(MessageId.isWellFormed(body)).isFalse();
    }
}
