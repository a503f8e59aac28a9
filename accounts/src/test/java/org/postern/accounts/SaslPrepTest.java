// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {
    /** The first five of RFC 4013 §3. */
    @ParameterizedTest
    @CsvSource({"I\u00adX, IX", "user, user", "USER, USER", "\u00aa, a", "\u2168, IX", "a\u00a0b, a b", "u\u0308, \u00fc"})
    void shouldMakeOneOfWhatLooksTheSame(String text, String prepared) {
        assertThat(SaslPrep.prepare(text)).contains(prepared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0007", "\u06271", "\u00ad", "tab\t", "\ufffd", "\ud83d\udc0e"})
    void shouldRefuseWhatNoPasswordMayHave(String text) {
        assertThat(SaslPrep.prepare(text)).isEmpty();
    }
}
