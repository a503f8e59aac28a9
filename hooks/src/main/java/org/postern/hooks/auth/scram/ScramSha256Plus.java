// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import javax.inject.Inject;

import org.postern.accounts.ScramLogin;
import org.postern.hooks.auth.Peer;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslMechanism;

/**
 * SCRAM-SHA-256-PLUS (RFC 7677): the proof is good for this connection, or for TLS with this server, only. Its channel bindings are
 * {@code tls-server-end-point} and, where Java gives what it needs, {@code tls-exporter}; {@code tls-unique} is of TLS 1.2, and no Java
 * gives it.
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
        return logins.isPossible() && ChannelBindings.of(peer.tls()).areThere();
    }

    @Override
    public SaslExchange begin(Peer peer) {
        return new ScramExchange(peer.client(), logins, ChannelPolicy.boundTo(ChannelBindings.of(peer.tls())), nonces.next());
    }
}
