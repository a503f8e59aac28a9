// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import javax.inject.Inject;

import org.postern.accounts.ScramLogin;
import org.postern.hooks.auth.Peer;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslMechanism;

/**
 * SCRAM-SHA-256-PLUS (RFC 7677): the proof is good for a TLS connection to this server only. Its channel binding is
 * {@code tls-server-end-point}; for the other types, Java 17 does not tell what they need.
 */
public final class ScramSha256Plus implements SaslMechanism {
    static final String NAME = "SCRAM-SHA-256-PLUS";

    private final ScramLogin logins;
    private final ServerNonces nonces;

    @Inject
    public ScramSha256Plus(ScramLogin logins, ServerNonces nonces) {
        this.logins = logins;
        this.nonces = nonces;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isAvailable(Peer peer) {
        return logins.isPossible() && peer.tls().flatMap(ServerEndPoint::data).isPresent();
    }

    @Override
    public SaslExchange begin(Peer peer) {
        byte[] data = peer.tls().flatMap(ServerEndPoint::data).orElseThrow();
        return new ScramExchange(peer.client(), logins, ChannelPolicy.boundTo(data), nonces.next());
    }
}
