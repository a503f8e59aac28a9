// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues client certificates and revokes them. */
public final class Authority {
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final List<X509Certificate> above;

    private Authority(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
        this.keys = keys;
        this.certificate = certificate;
        this.above = above;
    }

    /** A certificate, those that lead to the authority, and the key. */
    public record Issued(KeyPair keys, List<X509Certificate> chain) {
        public X509Certificate certificate() {
            return chain.get(0);
        }

        /** A client that shows it whatever the server asks for, and takes any server. */
        public SSLContext client() throws Exception {
            return Certificate.trustingClient(new X509ExtendedKeyManager() {
                @Override
                public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
                    return "client";
                }

                @Override
                public X509Certificate[] getCertificateChain(String alias) {
                    return chain.toArray(X509Certificate[]::new);
                }

                @Override
                public PrivateKey getPrivateKey(String alias) {
                    return keys.getPrivate();
                }

                @Override
                public String[] getClientAliases(String keyType, Principal[] issuers) {
                    return new String[] {"client"};
                }

                @Override
                public String[] getServerAliases(String keyType, Principal[] issuers) {
                    return new String[0];
                }

                @Override
                public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
                    throw new IllegalStateException("A client");
                }
            });
        }

        /** A client that shows it to a server that takes it, as mail programs do. */
        public SSLContext choosyClient() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", keys.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, new char[0]);
            return Certificate.trustingClient(factory.getKeyManagers());
        }

        /** Issues, though it is no authority. */
        public Issued pretendsToIssue(Wish wish) throws Exception {
            return new Authority(keys, certificate(), chain).issue(wish);
        }
    }

    /** What a certificate says; to begin with, what a good one says, but for a name. */
    public static final class Wish {
        private String subject = "CN=somebody";
        private final List<GeneralName> names = new ArrayList<>();
        private Instant from = Instant.now().minus(DAY);
        private Instant to = Instant.now().plus(DAY);
        private KeyPurposeId[] purposes = {KeyPurposeId.id_kp_clientAuth};
        private boolean isPurposeCritical;
        private int usage = KeyUsage.digitalSignature;

        public Wish subject(String name) {
            subject = name;
            return this;
        }

        public Wish address(String address) {
            names.add(new GeneralName(GeneralName.rfc822Name, address));
            return this;
        }

        public Wish host(String host) {
            names.add(new GeneralName(GeneralName.dNSName, host));
            return this;
        }

        public Wish valid(Duration fromNow, Duration untilFromNow) {
            from = Instant.now().plus(fromNow);
            to = Instant.now().plus(untilFromNow);
            return this;
        }

        public Wish purposes(KeyPurposeId... ids) {
            purposes = ids.clone();
            return this;
        }

        public Wish criticalPurpose() {
            isPurposeCritical = true;
            return this;
        }

        public Wish usage(int bits) {
            usage = bits;
            return this;
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public static Authority root(String name) throws Exception {
        return root(name, Duration.ofDays(2));
    }

    public static Authority root(String name, Duration untilFromNow) throws Exception {
        KeyPair keys = newKeys();
        X509Certificate own = sign(builder(name, keys, name, Instant.now().minus(Duration.ofDays(3)), Instant.now().plus(untilFromNow))
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)), keys);
        return new Authority(keys, own, List.of());
    }

    public Authority below(String name) throws Exception {
        KeyPair its = newKeys();
        X509Certificate own = sign(builder(name, its, name(), Instant.now().minus(DAY), Instant.now().plus(DAY))
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)), keys);
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        chain.addAll(above);
        return new Authority(its, own, chain);
    }

    public Issued issue(Wish wish) throws Exception {
        KeyPair its = newKeys();
        JcaX509v3CertificateBuilder builder = builder(wish.subject, its, name(), wish.from, wish.to);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage));
        if (wish.purposes.length > 0) {
            builder.addExtension(Extension.extendedKeyUsage, wish.isPurposeCritical, new ExtendedKeyUsage(wish.purposes));
        }
        if (!wish.names.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(wish.names.toArray(GeneralName[]::new)));
        }
        List<X509Certificate> chain = new ArrayList<>(List.of(sign(builder, keys)));
        chain.addAll(above);
        return new Issued(its, chain);
    }

    public void writeTo(Path file) throws Exception {
        Files.writeString(file, Certificate.pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** A revocation list in PEM, put in the place of the one before. */
    public void revoke(Path file, Duration untilFromNow, Issued... revoked) throws Exception {
        put(file, Certificate.pem("X509 CRL", list(untilFromNow, revoked)).getBytes(StandardCharsets.US_ASCII));
    }

    /** The same in DER. */
    public void revokeInDer(Path file, Duration untilFromNow, Issued... revoked) throws Exception {
        put(file, list(untilFromNow, revoked));
    }

    private byte[] list(Duration untilFromNow, Issued... revoked) throws Exception {
        Date published = Date.from(Instant.now().minus(Duration.ofDays(2)));
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(new X500Principal(name()), published);
        builder.setNextUpdate(Date.from(Instant.now().plus(untilFromNow)));
        for (Issued one : revoked) {
            builder.addCRLEntry(one.certificate().getSerialNumber(), Date.from(Instant.now().minus(DAY)), CRLReason.keyCompromise);
        }
        return builder.build(signer(keys)).getEncoded();
    }

    private static void put(Path file, byte[] content) throws Exception {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String name() {
        return certificate.getSubjectX500Principal().getName();
    }

    private static JcaX509v3CertificateBuilder builder(String subject, KeyPair its, String issuer, Instant from, Instant to) {
        return new JcaX509v3CertificateBuilder(new X500Principal(issuer), new BigInteger(64, new SecureRandom()),
            Date.from(from), Date.from(to), new X500Principal(subject), its.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair by) throws Exception {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(by)));
    }

    private static ContentSigner signer(KeyPair by) throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate());
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
