// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLSession;

/**
 * What there is to bind a proof to this connection.
 *
 * @param byType the data of each type of binding (RFC 5056 §7)
 */
record ChannelBindings(Map<String, byte[]> byType) {
    static ChannelBindings of(Optional<SSLSession> tls) {
        Map<String, byte[]> byType = new HashMap<>();
        tls.flatMap(ServerEndPoint::data).ifPresent(data -> byType.put(ServerEndPoint.TYPE, data));
        tls.flatMap(TlsExporter::data).ifPresent(data -> byType.put(TlsExporter.TYPE, data));
        return new ChannelBindings(byType);
    }

    boolean areThere() {
        return !byType.isEmpty();
    }
}
