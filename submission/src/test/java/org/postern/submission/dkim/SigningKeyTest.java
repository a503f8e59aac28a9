// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    static Stream<Arguments> keys() {
        return Stream.of(Arguments.of(KeyPairs.RSA, SigningAlgorithm.RSA), Arguments.of(KeyPairs.ED25519, SigningAlgorithm.ED25519));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldComeBackFromItsPem(KeyPair keys, SigningAlgorithm algorithm) {
        String pem = PrivateKeyPem.format(keys.getPrivate());

        SigningKey key = new SigningKey("Example.ORG", "A.b-1", PrivateKeyPem.parse("comment\n" + pem));

        assertThat(key.key()).isEqualTo(keys.getPrivate());
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(key.recordName()).isEqualTo("a.b-1._domainkey.example.org");
        assertThat(pem.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(64));
    }

    @Test
    void shouldNotShowItself() {
        assertThat(KeyPairs.ed25519("example.org", "e1")).hasToString("e1._domainkey.example.org");
    }

    @Test
    void shouldRefuseWeakRsaKey() {
        assertThatThrownBy(() -> new SigningKey("example.org", "s", KeyPairs.make("RSA", 1024).getPrivate()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("an RSA key of 1024 bits; at least 2048 are expected");
    }

    @ParameterizedTest
    @CsvSource({"EC, 256", "Ed448, 448"})
    void shouldRefuseKeyOfAnotherAlgorithm(String algorithm, int bits) {
        assertThatThrownBy(() -> PrivateKeyPem.parse(PrivateKeyPem.format(KeyPairs.make(algorithm, bits).getPrivate())))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("RSA or Ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN RSA PRIVATE KEY-----\nMII=\n-----END RSA PRIVATE KEY-----\n",
        "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nM\n-----END PRIVATE KEY-----\n"})
    void shouldRefuseWhatIsNoKey(String pem) {
        assertThatThrownBy(() -> PrivateKeyPem.parse(pem)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a..b", "a_b", "a b", "../x", "\u00e4"})
    void shouldRefuseBadSelector(String selector) {
        assertThatThrownBy(() -> KeyPairs.rsa("example.org", selector)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("is no selector");
    }
}
