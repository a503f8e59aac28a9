// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

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

    public static TlsIdentity make(Path directory) throws IOException, InterruptedException {
        Path keystore = directory.resolve("keystore");
        Commands.run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
            "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA", "-dname", "CN=localhost",
            "-storetype", "PKCS12", "-keystore", keystore.toString(), "-storepass", SECRET);
        try (InputStream in = Files.newInputStream(keystore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, SECRET.toCharArray());
            return new TlsIdentity(keystore, pem("PRIVATE KEY", store.getKey(ALIAS, SECRET.toCharArray()).getEncoded()),
                pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("What keytool has written cannot be read", e);
        }
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
