// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import nl.altindag.ssl.util.PemUtils;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.netty.Encryption;

/**
 * TLS that asks the client for a certificate and goes on whatever it shows, also with none: what it is worth is said at AUTH, where
 * those without one log in with their password. The handshake only proves that the client has the key to what it shows.
 */
final class ClientCertificateTls {
    private ClientCertificateTls() {
    }

    /**
     * With the key and the certificate that James reads from the same elements.
     *
     * @param authorities which the client is told, to choose its certificate by
     */
    static Encryption create(SslConfig config, FileSystem files, List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(config, files), new TrustManager[] {new AnyClient(authorities)}, null);
        return config.useStartTLS()
            ? Encryption.createStartTls(context, config.getEnabledCipherSuites(), config.getEnabledProtocols(), ClientAuth.WANT)
            : Encryption.createTls(context, config.getEnabledCipherSuites(), config.getEnabledProtocols(), ClientAuth.WANT);
    }

    private static KeyManager[] keys(SslConfig config, FileSystem files) throws IOException, GeneralSecurityException {
        char[] secret = Optional.ofNullable(config.getSecret()).map(String::toCharArray).orElse(null);
        if (config.getKeystore() == null) {
            try (InputStream certificates = files.getResource(config.getCertificates());
                    InputStream key = files.getResource(config.getPrivateKey())) {
                return new KeyManager[] {PemUtils.loadIdentityMaterial(certificates, key, secret)};
            }
        }
        char[] password = secret == null ? new char[0] : secret;
        KeyStore store = KeyStore.getInstance(config.getKeystoreType());
        try (InputStream in = files.getResource(config.getKeystore())) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys.getKeyManagers();
    }

    private static final class AnyClient extends X509ExtendedTrustManager {
        private final List<X509Certificate> authorities;

        AnyClient(List<X509Certificate> authorities) {
            this.authorities = List.copyOf(authorities);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.toArray(X509Certificate[]::new);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // Judged at AUTH.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // Judged at AUTH.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Judged at AUTH.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw noClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw noClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw noClient();
        }

        private static IllegalStateException noClient() {
            return new IllegalStateException("A listener meets no servers");
        }
    }
}
