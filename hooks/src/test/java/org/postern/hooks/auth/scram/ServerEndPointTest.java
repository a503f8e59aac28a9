// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerEndPointTest {
    @ParameterizedTest
    @CsvSource({
        "EC, SHA256withECDSA, SHA-256",
        "EC, SHA384withECDSA, SHA-384",
        "EC, SHA1withECDSA, SHA-256",
        "RSA, SHA512withRSA, SHA-512",
        "RSA, MD5withRSA, SHA-256",
    })
    void shouldHashTheCertificateAsItsSignatureDoes(String key, String signature, String hash) throws Exception {
        X509Certificate certificate = certificate(key, signature);

        assertThat(ServerEndPoint.data(certificate)).contains(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    }

    @Test
    void shouldFindTheHashInTheParametersWhenPss() throws Exception {
        X509Certificate certificate = certificate("RSA",
            new JcaContentSignerBuilder("RSASSA-PSS", new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1))
                .setProvider(new BouncyCastleProvider()));

        assertThat(certificate.getSigAlgName()).isEqualTo("RSASSA-PSS");
        assertThat(ServerEndPoint.data(certificate)).contains(MessageDigest.getInstance("SHA-384").digest(certificate.getEncoded()));
    }

    @Test
    void shouldHaveNoneWhenTheSignatureHasNoHashOfItsOwn() throws Exception {
        assertThat(ServerEndPoint.data(certificate("Ed25519", "Ed25519"))).isEmpty();
    }

    private static X509Certificate certificate(String key, String signature) throws Exception {
        return certificate(key, new JcaContentSignerBuilder(signature));
    }

    private static X509Certificate certificate(String key, JcaContentSignerBuilder signer) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(key);
        if (key.equals("RSA")) {
            generator.initialize(2048);
        }
        KeyPair keys = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=mail.example.org");
        byte[] encoded = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, new Date(), Date.from(Instant.now().plusSeconds(60)), name,
            keys.getPublic()).build(signer.build(keys.getPrivate())).getEncoded();
        return new JcaX509CertificateConverter().getCertificate(new X509CertificateHolder(encoded));
    }
}
