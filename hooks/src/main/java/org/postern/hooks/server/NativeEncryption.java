// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.netty.Encryption;

/** TLS by BoringSSL, which Netty brings along; it asks for no certificate of the client. */
final class NativeEncryption implements Encryption {
    private final SslContext context;
    private final boolean startTls;
    private final Optional<String[]> cipherSuites;

    NativeEncryption(SslConfig config, KeyManager keys) throws SSLException {
        startTls = config.useStartTLS();
        cipherSuites = Optional.ofNullable(config.getEnabledCipherSuites()).filter(suites -> suites.length > 0);
        SslContextBuilder builder = SslContextBuilder.forServer(keys).sslProvider(SslProvider.OPENSSL);
        Optional.ofNullable(config.getEnabledProtocols()).filter(protocols -> protocols.length > 0).ifPresent(builder::protocols);
        cipherSuites.ifPresent(suites -> builder.ciphers(List.of(suites), SupportedCipherSuiteFilter.INSTANCE));
        context = builder.build();
    }

    @Override
    public boolean isStartTLS() {
        return startTls;
    }

    @Override
    public boolean supportsEncryption() {
        return true;
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return cipherSuites.map(String[]::clone).orElse(null);
    }

    @Override
    public ClientAuth getClientAuth() {
        return ClientAuth.NONE;
    }

    @Override
    public SslHandler sslHandler() {
        return context.newHandler(ByteBufAllocator.DEFAULT);
    }
}
