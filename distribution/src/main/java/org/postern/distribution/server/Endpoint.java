// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;

/**
 * A bound socket of the server.
 *
 * @param name the listener's {@code <jmxName>}, {@code webadmin} or {@code jmx}
 * @param host the bound address
 * @param port the bound port
 * @param security how the socket is secured, for people to read; may be empty
 */
public record Endpoint(String name, String host, int port, String security) {

    static List<Endpoint> of(String name, AbstractConfigurableAsyncServer listener) {
        String security = listener.getStartTLSSupported() ? "STARTTLS" : "TLS";
        return listener.getListenAddresses().stream()
            .map(address -> new Endpoint(name, host(address), address.getPort(), security))
            .toList();
    }

    static Endpoint plain(String name, String host, int port) {
        return new Endpoint(name, host, port, "");
    }

    private static String host(InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        // The wildcard may print as :: although it takes IPv4 too.
        return address.isAnyLocalAddress() ? "0.0.0.0" : address.getHostAddress();
    }

    @Override
    public String toString() {
        return name + " " + host + ":" + port + (security.isEmpty() ? "" : " (" + security + ")");
    }
}
