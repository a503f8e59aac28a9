// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.URI;
import java.util.Optional;

import com.google.common.net.InetAddresses;

/** Where keys come from and secrets go to: by TLS, or not beyond this machine. */
final class SafeUrl {
    private static final int HIGHEST_PORT = 65_535;

    private SafeUrl() {
    }

    static Optional<URI> of(String text) {
        try {
            return Optional.of(URI.create(text)).filter(SafeUrl::isSafe);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSafe(URI url) {
        return url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null
            && url.getPort() != 0 && url.getPort() <= HIGHEST_PORT
            && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && isLoopback(url.getHost()));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || InetAddresses.isUriInetAddress(host) && InetAddresses.forUriString(host).isLoopbackAddress();
    }
}
