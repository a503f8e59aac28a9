// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Goes on whatever certificate a client shows: what it is worth is said at AUTH, where those without one log in with their password.
 * The handshake only proves that the client has the key to what it shows.
 */
final class AnyClient extends X509ExtendedTrustManager {
    private final List<X509Certificate> authorities;

    /** @param authorities which the client is told, to choose its certificate by */
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
