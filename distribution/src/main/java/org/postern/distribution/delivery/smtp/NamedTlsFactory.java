// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS with a host whose certificate has to be of an authority that this machine trusts, and for this name (RFC 6125),
 * whatever address the connection goes to.
 */
final class NamedTlsFactory extends SSLSocketFactory {

    private static final String BY_NAME = "HTTPS";

    private final SSLSocketFactory factory;
    private final String name;

    NamedTlsFactory(SSLContext tls, String name) {
        this.factory = tls.getSocketFactory();
        this.name = name;
    }

    @Override
    public Socket createSocket(Socket socket, String address, int port, boolean autoClose) throws IOException {
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, name, port, autoClose);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(BY_NAME);
        tls.setSSLParameters(parameters);
        return tls;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyOver();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw onlyOver();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyOver();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw onlyOver();
    }

    private static UnsupportedOperationException onlyOver() {
        return new UnsupportedOperationException("TLS begins over a connection that is there");
    }
}
