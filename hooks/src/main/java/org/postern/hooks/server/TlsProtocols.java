// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.List;
import java.util.stream.Stream;

import io.netty.handler.ssl.SslHandler;

/** 8314-3/7, RFC 8997: TLS 1.2 and 1.3, whatever else the configuration names. */
final class TlsProtocols {
    private static final List<String> ALLOWED = List.of("TLSv1.3", "TLSv1.2");

    private TlsProtocols() {
    }

    /** @throws IllegalStateException when the configuration allows neither of the two */
    static SslHandler restrict(SslHandler handler) {
        String[] enabled = Stream.of(handler.engine().getEnabledProtocols()).filter(ALLOWED::contains).toArray(String[]::new);
        if (enabled.length == 0) {
            throw new IllegalStateException("No protocol of <supportedProtocols> is TLSv1.2 or TLSv1.3");
        }
        handler.engine().setEnabledProtocols(enabled);
        return handler;
    }
}
