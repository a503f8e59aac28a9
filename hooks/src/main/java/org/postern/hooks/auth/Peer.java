// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.Optional;

import javax.net.ssl.SSLSession;

import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.accounts.Client;
import org.postern.hooks.Connection;
import org.postern.hooks.NamedListener;

/**
 * The other side of an exchange.
 *
 * @param client where it is
 * @param tls empty when there is none
 */
public record Peer(Client client, Optional<SSLSession> tls) {
    static Peer of(SMTPSession session) {
        String listener = session.getConfiguration() instanceof NamedListener named ? named.listenerName() : "";
        return new Peer(new Client(Connection.clientAddress(session), Connection.tls(session).orElse(""), listener, session.getSessionID()),
            session.getSSLSession());
    }
}
