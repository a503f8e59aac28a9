// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A P-256 key and a certificate signed with it, for this host's names, as PEM. Good for a start; people's mail
 * programs ask for one that an authority has signed.
 *
 * @param key PKCS #8
 * @param certificate X.509
 */
record SelfSigned(String key, String certificate) {

    private static final Duration VALID = Duration.ofDays(730);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;

    /** @param names for which it is, the most important first */
    static SelfSigned make(List<String> names, Clock clock) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new SelfSigned(pem(new JcaPKCS8Generator(keys.getPrivate(), null)),
                pem(certificate(keys, names, clock.instant())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("A certificate cannot be made", e);
        }
    }

    private static X509CertificateHolder certificate(KeyPair keys, List<String> names, Instant now)
            throws IOException, OperatorCreationException {
        X500Principal subject = new X500Principal("CN=" + names.get(0));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(subject,
            new BigInteger(SERIAL_BITS, new SecureRandom()), Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(VALID)), subject, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives(names)));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    private static GeneralName[] alternatives(List<String> names) {
        return Stream.concat(
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                List.of("127.0.0.1", "::1").stream().map(ip -> new GeneralName(GeneralName.iPAddress, ip)))
            .toArray(GeneralName[]::new);
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
