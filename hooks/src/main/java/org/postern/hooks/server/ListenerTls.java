// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;

import io.netty.handler.ssl.OpenSsl;
import nl.altindag.ssl.util.PemUtils;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.netty.Encryption;

/**
 * TLS with the key and the certificate that James reads from the same elements: by BoringSSL where there is a library for this machine
 * and it can use the key, else by the JDK. With authorities it asks clients for a certificate, see {@link AnyClient}, by the JDK:
 * BoringSSL ends the handshake when it does not like one. Cipher suites that the configuration names are the JDK's as well: of
 * BoringSSL's some cannot be turned off.
 */
final class ListenerTls {
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "RSASSA-PSS", "EdDSA", "DSA");
    private static final Set<Integer> CURVES = Set.of(256, 384);

    private ListenerTls() {
    }

    /** @param authorities which a client is told, to choose its certificate by; without any it is asked for none */
    static Encryption create(SslConfig config, FileSystem files, List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        KeyManager[] keys = keys(config, files);
        boolean isPlain = authorities.isEmpty() && suites(config).length == 0;
        if (isPlain && OpenSsl.isAvailable() && Stream.of(keys).allMatch(ListenerTls::isForBoringSsl)) {
            return new NativeEncryption(config, keys[0]);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new AnyClient(authorities)}, null);
        ClientAuth clientAuth = authorities.isEmpty() ? ClientAuth.NONE : ClientAuth.WANT;
        return config.useStartTLS()
            ? Encryption.createStartTls(context, config.getEnabledCipherSuites(), config.getEnabledProtocols(), clientAuth)
            : Encryption.createTls(context, config.getEnabledCipherSuites(), config.getEnabledProtocols(), clientAuth);
    }

    private static String[] suites(SslConfig config) {
        return Optional.ofNullable(config.getEnabledCipherSuites()).orElseGet(() -> new String[0]);
    }

    /** What else it could not sign with would be seen by the first client only. */
    private static boolean isForBoringSsl(KeyManager manager) {
        return manager instanceof X509KeyManager keys && KEY_TYPES.stream()
            .flatMap(type -> Stream.ofNullable(keys.getServerAliases(type, null)).flatMap(Stream::of))
            .map(keys::getPrivateKey)
            .allMatch(ListenerTls::isForBoringSsl);
    }

    private static boolean isForBoringSsl(Key key) {
        return key.getAlgorithm().equals("RSA")
            || key instanceof ECKey curve && CURVES.contains(curve.getParams().getOrder().bitLength());
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
}
