// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.netty.Encryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.hooks.testing.Authority;
import org.postern.hooks.testing.Certificate;
import org.postern.hooks.testing.DirectoryFiles;
import org.postern.hooks.testing.Listener;

/** With which library a listener speaks TLS; that it does is seen by a client of the JDK. */
class ListenerTlsTest {
    private static final String TLS = "<l><tls startTLS=\"true\"><privateKey>key.pem</privateKey><certificates>cert.pem</certificates>"
        + "%s</tls></l>";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "EC, 256, SHA256withECDSA, TLSv1.3, true",
        "EC, 256, SHA256withECDSA, TLSv1.2, true",
        "EC, 384, SHA384withECDSA, TLSv1.3, true",
        "EC, 521, SHA512withECDSA, TLSv1.3, false",
        "RSA, 2048, SHA256withRSA, TLSv1.3, true",
        "RSA, 2048, SHA256withRSA, TLSv1.2, true",
        "Ed25519, 255, Ed25519, TLSv1.3, false",
    })
    void shouldServeByBoringSslWhatItCanSignWith(String key, int bits, String signature, String protocol, boolean isNative)
            throws Exception {
        write(key, bits, signature);

        SSLEngine server = shakeHands(create("", List.of()), protocol);

        assertThat(server.getSession().getProtocol()).isEqualTo(protocol);
        assertThat(server.getSession().getLocalCertificates()).hasSize(1);
        assertThat(server instanceof OpenSslEngine).isEqualTo(isNative && OpenSsl.isAvailable());
    }

    @Test
    void shouldUseTheCipherSuitesAndProtocolsThatTheConfigurationNames() throws Exception {
        write("EC", 256, "SHA256withECDSA");
        SslHandler handler = create("<supportedProtocols><protocol>TLSv1.2</protocol></supportedProtocols><supportedCipherSuites>"
            + "<cipherSuite>TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256</cipherSuite></supportedCipherSuites>", List.of());

        SSLEngine server = shakeHands(handler, "TLSv1.2");

        assertThat(server.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertThat(TlsProtocols.restrict(handler).engine().getEnabledProtocols()).containsExactly("TLSv1.2");
        assertThat(server).isNotInstanceOf(OpenSslEngine.class);
    }

    @Test
    void shouldAskForACertificateWhereThereAreAuthorities() throws Exception {
        write("EC", 256, "SHA256withECDSA");

        assertThat(encryption("", List.of()).getClientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(create("", List.of()).engine().getWantClientAuth()).isFalse();
        Authority authority = Authority.root("CN=Root");
        assertThat(encryption("", List.of(authority.certificate())).getClientAuth()).isEqualTo(ClientAuth.WANT);
        assertThat(create("", List.of(authority.certificate())).engine().getWantClientAuth()).isTrue();
    }

    private void write(String key, int bits, String signature) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(key);
        generator.initialize(bits);
        Certificate.write(directory, generator.generateKeyPair(), signature);
    }

    private SslHandler create(String options, List<X509Certificate> authorities) throws Exception {
        return encryption(options, authorities).sslHandler();
    }

    private Encryption encryption(String options, List<X509Certificate> authorities)
            throws Exception {
        return ListenerTls.create(SslConfig.parse(Listener.xml(TLS.formatted(options))), new DirectoryFiles(directory), authorities);
    }

    private static SSLEngine shakeHands(SslHandler server, String protocol) throws Exception {
        SSLEngine clientEngine = Certificate.trustingClient().createSSLEngine();
        clientEngine.setUseClientMode(true);
        clientEngine.setEnabledProtocols(new String[] {protocol});
        EmbeddedChannel there = new EmbeddedChannel(server);
        EmbeddedChannel here = new EmbeddedChannel(new SslHandler(clientEngine));
        boolean more = true;
        while (more) {
            more = pass(here, there) | pass(there, here);
        }
        assertThat(server.handshakeFuture().isSuccess()).isTrue();
        return server.engine();
    }

    private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        boolean any = false;
        for (ByteBuf octets = from.readOutbound(); octets != null; octets = from.readOutbound()) {
            to.writeInbound(octets);
            any = true;
        }
        return any;
    }
}
