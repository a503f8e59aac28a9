// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.ServerName;
import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Whether the keys and certificates of the listeners can be read, belong together, and are valid. */
final class CertificateFiles implements Look {

    private static final Duration SOON = Duration.ofDays(30);
    private static final String PREFIX = "file://conf/";

    private final Clock clock;

    CertificateFiles(Clock clock) {
        this.clock = clock;
    }

    private record Pair(String key, String certificate) {
    }

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        Path conf = options.home().conf();
        Set<Pair> pairs = new LinkedHashSet<>();
        NodeList listeners = XmlFiles.read(conf.resolve("smtpserver.xml")).getElementsByTagName("tls");
        for (int i = 0; i < listeners.getLength(); i++) {
            Element tls = (Element) listeners.item(i);
            String key = text(tls, "privateKey");
            // A keystore or an encrypted key is left to James.
            if (key.startsWith(PREFIX) && text(tls, "secret").isEmpty()) {
                pairs.add(new Pair(key, text(tls, "certificates")));
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : pairs) {
            findings.addAll(look(options.home(), pair));
        }
        return findings;
    }

    private List<Finding> look(Home home, Pair pair) throws IOException {
        Path conf = home.conf();
        String keyName = pair.key().substring(PREFIX.length());
        String certificateName = pair.certificate().replace(PREFIX, "");
        PrivateKey key;
        try {
            key = key(conf.resolve(keyName));
        } catch (IOException e) {
            return List.of(Finding.error(keyName, "cannot be read as a private key in PEM (" + e.getMessage() + ")"));
        }
        X509Certificate certificate;
        try {
            certificate = certificate(conf.resolve(certificateName));
        } catch (IOException | CertificateException e) {
            return List.of(Finding.error(certificateName, "cannot be read as certificates in PEM (" + e.getMessage() + ")"));
        }
        List<Finding> findings = new ArrayList<>(
            List.of(match(keyName, certificateName, key, certificate), dates(certificateName, certificate)));
        otherName(home, certificateName, certificate).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> otherName(Home home, String file, X509Certificate certificate) throws IOException {
        try {
            String name = ServerName.of(home).value();
            String anyOfDomain = "*" + name.substring(Math.max(name.indexOf('.'), 0));
            return names(certificate).stream().anyMatch(known -> known.equalsIgnoreCase(name) || known.equalsIgnoreCase(anyOfDomain))
                ? Optional.empty()
                : Optional.of(Finding.warning(file, "is not for " + name + ", by which " + ServerName.FILE
                    + " calls this server; people need another name of it, one of " + names(certificate)));
        } catch (IllegalArgumentException | CertificateException e) {
            // Told by the looks at the name and at the pair.
            return Optional.empty();
        }
    }

    private static Finding match(String keyName, String certificateName, PrivateKey key, X509Certificate certificate) {
        try {
            return belong(key, certificate.getPublicKey())
                ? Finding.ok(certificateName, "belongs to " + keyName + ", for " + names(certificate))
                : Finding.error(certificateName, "is not the certificate of " + keyName);
        } catch (GeneralSecurityException e) {
            return Finding.error(certificateName, "is not the certificate of " + keyName + " (" + e.getMessage() + ")");
        }
    }

    private Finding dates(String name, X509Certificate certificate) {
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Finding.error(name, "is valid only from " + certificate.getNotBefore().toInstant());
        }
        if (now.isAfter(end)) {
            return Finding.error(name, "has been invalid since " + end + "; get a new one");
        }
        return now.plus(SOON).isAfter(end)
            ? Finding.warning(name, "is valid until " + end + " only; get a new one")
            : Finding.ok(name, "is valid until " + end);
    }

    private static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(sample);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certified);
        verifier.update(sample);
        return verifier.verify(signature);
    }

    private static List<String> names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives == null
            ? List.of(certificate.getSubjectX500Principal().getName())
            : alternatives.stream().map(name -> String.valueOf(name.get(1))).toList();
    }

    private static PrivateKey key(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file); PEMParser parser = new PEMParser(reader)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (object instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
            throw new IOException("there is no BEGIN PRIVATE KEY");
        }
    }

    private static X509Certificate certificate(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
