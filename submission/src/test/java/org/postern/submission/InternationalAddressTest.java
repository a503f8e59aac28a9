// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalAddressTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "j\u00f6rg@m\u00fcller.example,            j\u00f6rg@xn--mller-kva.example,   true",
        "\"j\u00f6rg\"@m\u00fcller.example,        j\u00f6rg@xn--mller-kva.example,   true",
        "j\u00f6rg@XN--MLLER-KVA.example,         j\u00f6rg@xn--mller-kva.example,   true",
        "j\u00f6rg@xn--mller-kva.M\u00dcLLER.org, j\u00f6rg@xn--mller-kva.xn--mller-kva.org, true",
        "\"j\u00f6 rg\"@x.org,                    \"j\u00f6 rg\"@x.org,              true",
        "\"j\u00f6\\\"rg\"@x.org,                 \"j\u00f6\\\"rg\"@x.org,           true",
        "jo\u0308rg@x.org,                       jo\u0308rg@x.org,                true",
        "\"alice\"@x.org,                        alice@x.org,                     false",
        "\"a@b\"@x.org,                          \"a@b\"@x.org,                    false",
        "alice@m\u00fcller.example,              alice@xn--mller-kva.example,     false",
    })
    void shouldHoldAndWriteAddress(String text, String wire, boolean international) throws Exception {
        MailAddress address = InternationalAddress.of(text).orElseThrow();

        assertThat(InternationalAddress.wire(address)).isEqualTo(wire);
        assertThat(InternationalAddress.isInternational(address)).isEqualTo(international);
        assertThat(InternationalAddress.of(wire)).contains(address);
        assertThat(new MailAddress(address.asString())).isEqualTo(address);
        assertThat(address.toInternetAddress()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "j\u00f6rg", "j\u00f6rg@", "@x.org", "j\u00f6 rg@x.org", "j\u00f6\"rg@x.org", "\"j\u00f6rg@x.org",
        "\"j\u00f6rg\\\"@x.org", "\"\"@x.org", "a@b@x.org", ".j\u00f6rg@x.org", "j\u00f6rg.@x.org", "j\u00f6..rg@x.org",
        "j\u0085rg@x.org", "j\u2029rg@x.org", "j\ud800rg@x.org", "j\u00f6rg@stra\u00dfe.de", "j\u00f6rg@a\u200cb.org",
        "j\u00f6rg@\uff21b.org", "j\u00f6rg@\u00e4..org", "j\u00f6rg@\u00e4 b.org", "j\u00f6rg@\u00e4\u0000.org"})
    void shouldHoldNothingElse(String text) {
        assertThat(InternationalAddress.of(text)).isEmpty();
    }

    @Test
    void shouldIdentifyAllSpellingsOfOneMailbox() {
        assertThat(List.of("j\u00f6rg@m\u00fcller.example", "\"j\u00f6rg\"@xn--mller-kva.example", "J\u00d6RG@M\u00dcLLER.EXAMPLE",
            "jo\u0308rg@mu\u0308ller.example", "\"j\u00f6\\rg\"@XN--mller-kva.example"))
            .extracting(spelling -> InternationalAddress.identifier(InternationalAddress.of(spelling).orElseThrow()))
            .containsOnly("j\u00f6rg@xn--mller-kva.example");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "j\u00f6rg@x.org,          jorg@x.org",
        "j\u00f6rg@x.org,          joerg@x.org",
        "\u0430lice@x.org,         alice@x.org",
        "\u017f\u00f6@x.org,       s\u00f6@x.org",
        "\u0130\u00f6@x.org,       i\u00f6@x.org",
        "\u0131\u00f6@x.org,       i\u00f6@x.org",
        "stra\u00dfe@x.org,        strasse@x.org",
        "\uff41lice@x.org,         alice@x.org",
        "a\u200dlice@x.org,        alice@x.org",
        "\"j\u00f6 rg\"@x.org,     j\u00f6rg@x.org",
        "j\u00f6rg@m\u00fcller.org, j\u00f6rg@muller.org",
        "j\u00f6rg@xn--strae-oqa.de, j\u00f6rg@strasse.de",
    })
    void shouldTellMailboxesApartThatMerelyLookAlike(String one, String other) {
        assertThat(InternationalAddress.identifier(InternationalAddress.of(one).orElseThrow()))
            .isNotEqualTo(InternationalAddress.identifier(InternationalAddress.of(other).orElseThrow()));
    }
}
