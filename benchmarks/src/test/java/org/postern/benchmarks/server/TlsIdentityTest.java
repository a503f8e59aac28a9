// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    @TempDir
    private Path directory;

    @Test
    void shouldHaveTheKeyOfTheCertificateWithItsPublicHalf() throws Exception {
        TlsIdentity identity = TlsIdentity.make(directory);
        byte[] key = Base64.getMimeDecoder().decode(identity.key().replaceAll("-----.*-----", ""));
        Certificate certificate = CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(identity.certificate().getBytes(StandardCharsets.US_ASCII)));

        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        assertThat(signature.verify(signed)).isTrue();
        byte[] publicKey = certificate.getPublicKey().getEncoded();
        assertThat(key).endsWith(Arrays.copyOfRange(publicKey, publicKey.length - 65, publicKey.length));
    }
}
