// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A P-256 key and a certificate signed with it, in the forms that servers ask for: every server has the same arithmetic to do.
 *
 * @param keystore PKCS #12
 * @param key PKCS #8, as PEM
 * @param certificate X.509, as PEM
 */
public record TlsIdentity(Path keystore, String key, String certificate) {
    static final String SECRET = "a-benchmark-only";
    private static final String ALIAS = "james";
    private static final int NUMBER = 32;
    private static final int POINT = 65;
    private static final byte[] BEFORE_NUMBER =
        HexFormat.of().parseHex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420");
    private static final byte[] BEFORE_POINT = HexFormat.of().parseHex("a144034200");

    public static TlsIdentity make(Path directory) throws IOException, InterruptedException {
        Path keystore = directory.resolve("keystore");
        Commands.run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
            "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA", "-dname", "CN=localhost",
            "-storetype", "PKCS12", "-keystore", keystore.toString(), "-storepass", SECRET);
        try (InputStream in = Files.newInputStream(keystore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, SECRET.toCharArray());
            Certificate certificate = store.getCertificate(ALIAS);
            byte[] key = withPublicHalf((ECPrivateKey) store.getKey(ALIAS, SECRET.toCharArray()), certificate.getPublicKey());
            return new TlsIdentity(keystore, pem("PRIVATE KEY", key), pem("CERTIFICATE", certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("What keytool has written cannot be read", e);
        }
    }

    /** PKCS #8 and, in it, RFC 5915 with the public key, which Java leaves out and GnuTLS asks for. */
    private static byte[] withPublicHalf(ECPrivateKey key, PublicKey publicKey) {
        byte[] number = key.getS().toByteArray();
        byte[] info = publicKey.getEncoded();
        ByteBuffer der = ByteBuffer.allocate(BEFORE_NUMBER.length + NUMBER + BEFORE_POINT.length + POINT).put(BEFORE_NUMBER);
        // A leading zero octet too much, or some too few.
        int digits = Math.min(NUMBER, number.length);
        der.position(der.position() + NUMBER - digits).put(number, number.length - digits, digits);
        return der.put(BEFORE_POINT).put(info, info.length - POINT, POINT).array();
    }

    /** Writes both PEM files. */
    void write(Path keyFile, Path certificateFile) throws IOException {
        Files.writeString(keyFile, key);
        Files.writeString(certificateFile, certificate);
    }

    private static String pem(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(octets)
            + "\n-----END " + kind + "-----\n";
    }
}
