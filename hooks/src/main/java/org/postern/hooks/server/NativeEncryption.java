// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.lib.SslConfig;
import org.apache.james.protocols.netty.Encryption;

/** TLS by BoringSSL, which Netty brings along; with its own cipher suites, and it asks for no certificate of the client. */
final class NativeEncryption implements Encryption {
    private final SslContext context;
    private final boolean startTls;

    NativeEncryption(SslConfig config, KeyManager keys) throws SSLException {
        startTls = config.useStartTLS();
        SslContextBuilder builder = SslContextBuilder.forServer(keys).sslProvider(SslProvider.OPENSSL);
        Optional.ofNullable(config.getEnabledProtocols()).filter(protocols -> protocols.length > 0).ifPresent(builder::protocols);
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
        return new String[0];
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
