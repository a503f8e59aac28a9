// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DsnParametersTest {
    @ParameterizedTest
    @ValueSource(strings = {"FULL", "hdrs"})
    void shouldTakeReturn(String value) {
        assertThat(ReturnParameter.refusal(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HDRS ", "FULL,HDRS", "FULL\u0130"})
    void shouldRefuseReturn(String value) {
        assertThat(ReturnParameter.refusal(value).orElseThrow().toString())
            .isEqualTo("501 5.5.4 Parameter RET: takes FULL or HDRS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "rfc822;bob@ex.example        | bob@ex.example",
        "RFC822;a+2Bb@ex.example      | a+b@ex.example",
        "rfc822;+22a+20b+22@ex.example | \"a b\"@ex.example",
        "rfc822;no+20address          | none",
        "rfc822;bob                   | none",
        "x400;bob@ex.example          | none",
        "utf-8;b\u00fcro@ex.example   | none",
    })
    void shouldTellMailboxOfOriginalRecipient(String value, String mailbox) throws Exception {
        assertThat(OriginalRecipientParameter.refusal(value, true)).isEmpty();
        assertThat(OriginalRecipientParameter.mailbox(value).map(MailAddress::asString)).isEqualTo(Optional.ofNullable(mailbox));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "rfc822", "rfc822;", "utf-8;", "utf-8;\\x{}", "utf-8;\\x{00}", "utf-8;\\x{7F}", "utf-8;\\x{85}",
        "utf-8;\\x{DFFF}", "utf-8;\\x{FFFFFF}", "utf-8;\\y", "utf-8;a=b", "utf-8;a\ufffdb", "utf-8;a\u0085b",
        "rfc822;b\u00fcro@ex.example"})
    void shouldRefuseOriginalRecipient(String value) {
        assertThat(OriginalRecipientParameter.refusal(value, true).orElseThrow().toString()).startsWith("501 5.5.4 Parameter ORCPT: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"utf-8;b\u00fcro@ex.example | false", "utf-8;b\\x{FC}ro@ex.example | true"})
    void shouldTakeUtf8AsItIsWithSmtpUtf8Only(String value, boolean always) {
        assertThat(OriginalRecipientParameter.refusal(value, true)).isEmpty();
        assertThat(OriginalRecipientParameter.refusal(value, false).isEmpty()).isEqualTo(always);
    }

    @Test
    void shouldRefuseValuesOfAnyLength() {
        String endless = "x".repeat(100_000);

        assertThat(AuthParameter.refusal(endless)).isPresent();
        assertThat(EnvelopeIdParameter.refusal(endless)).isPresent();
        assertThat(NotifyParameter.refusal("DELAY," + endless)).isPresent();
        assertThat(OriginalRecipientParameter.refusal("x;" + endless, true)).isPresent();
    }
}
