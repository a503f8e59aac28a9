// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A key and a certificate that it has signed itself, made by the JDK's keytool. */
public final class TestCertificate {

    /** Of the key store and the key in it. */
    public static final char[] PASSWORD = "changeit".toCharArray();

    private TestCertificate() {
    }

    /** @param name the host that the certificate is for */
    public static KeyStore keyStore(String name) throws IOException, GeneralSecurityException, InterruptedException {
        Path directory = Files.createTempDirectory("certificate");
        Path file = directory.resolve("keys.p12");
        try {
            int status = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=dns:" + name,
                "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (status != 0) {
                throw new IOException("keytool ended with " + status);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            return store;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }
}
