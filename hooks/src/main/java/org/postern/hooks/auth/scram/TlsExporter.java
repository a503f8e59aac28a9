// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

/**
 * Channel binding of the type {@code tls-exporter} (RFC 9266): keying material that only the two ends of this connection have. For TLS
 * 1.3, with a Java that gives it out, which is 25 or newer.
 */
final class TlsExporter {
    static final String TYPE = "tls-exporter";

    private static final String LABEL = "EXPORTER-Channel-Binding";
    private static final int LENGTH = 32;

    private static final Optional<Method> EXPORT = export();

    private TlsExporter() {
    }

    static Optional<byte[]> data(SSLSession tls) {
        if (!tls.getProtocol().equals("TLSv1.3")) {
            return Optional.empty();
        }
        try {
            return EXPORT.isEmpty() ? Optional.empty() : Optional.of((byte[]) EXPORT.get().invoke(tls, LABEL, new byte[0], LENGTH));
        } catch (IllegalAccessException | InvocationTargetException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Method> export() {
        try {
            return Optional.of(ExtendedSSLSession.class.getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
