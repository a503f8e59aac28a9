// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramVerifierTest {
    private static final int ITERATIONS = 4096;

    /** RFC 7677 §3. */
    @Test
    void shouldMakeTheSignatureOfTheStandard() throws Exception {
        ScramVerifier verifier = ScramVerifier.of(Password.of("pencil"), Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), ITERATIONS)
            .orElseThrow();
        String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(verifier.serverKey(), "HmacSHA256"));

        byte[] signature = mac.doFinal(("n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=" + nonce)
            .getBytes(StandardCharsets.US_ASCII));

        assertThat(Base64.getEncoder().encodeToString(signature)).isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void shouldKnowThePasswordHoweverItIsTyped() {
        ScramVerifier verifier = ScramVerifier.of(Password.of("gr\u00fcn\u00a0Tee"), ITERATIONS);

        assertThat(verifier.matches(Password.of("gru\u0308n Tee"))).isTrue();
        assertThat(verifier.matches(Password.of("grun Tee"))).isFalse();
        assertThat(verifier.matches(Password.of("gr\u00fcn Tee\u0007"))).isFalse();
        assertThat(ScramVerifier.ofNobody(ITERATIONS).matches(Password.of("gr\u00fcn Tee"))).isFalse();
        assertThatThrownBy(() -> ScramVerifier.of(Password.of("bell\u0007"), ITERATIONS)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageNotContaining("bell");
    }

    @Test
    void shouldComeBackFromItsText() {
        ScramVerifier verifier = ScramVerifier.of(Password.of("pencil"), ITERATIONS);

        assertThat(verifier.text()).startsWith("SCRAM-SHA-256$4096:").hasSizeLessThan(200);
        assertThat(ScramVerifier.parse(verifier.text()).orElseThrow()).usingRecursiveComparison().isEqualTo(verifier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SCRAM-SHA-256$4096:salt", "SCRAM-SHA-1$4096:AA==$AA==:AA==", "SCRAM-SHA-256$x:AA==$AA==:AA==",
        "SCRAM-SHA-256$4096:!$AA==:AA=="})
    void shouldNotTakeAnythingElseForAVerifier(String text) {
        assertThat(ScramVerifier.parse(text)).isEmpty();
    }
}
