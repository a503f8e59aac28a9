// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.util.Set;

import javax.inject.Inject;

import org.postern.accounts.ScramLogin;
import org.postern.hooks.auth.Peer;
import org.postern.hooks.auth.SaslExchange;
import org.postern.hooks.auth.SaslMechanism;

/**
 * SCRAM-SHA-256 (RFC 7677): the server, and whoever poses as it, does not come to see the password. Offered where passwords are kept as
 * it needs them.
 */
public final class ScramSha256 implements SaslMechanism {
    private final ScramLogin logins;
    private final ServerNonces nonces;
    private final boolean isBesidePlus;

    @Inject
    public ScramSha256(ScramLogin logins, ServerNonces nonces) {
        this(logins, nonces, false);
    }

    private ScramSha256(ScramLogin logins, ServerNonces nonces, boolean isBesidePlus) {
        this.logins = logins;
        this.nonces = nonces;
        this.isBesidePlus = isBesidePlus;
    }

    @Override
    public String name() {
        return "SCRAM-SHA-256";
    }

    @Override
    public boolean isAvailable(Peer peer) {
        return logins.isPossible();
    }

    @Override
    public SaslMechanism among(Set<String> names) {
        return new ScramSha256(logins, nonces, names.contains(ScramSha256Plus.NAME));
    }

    @Override
    public SaslExchange begin(Peer peer) {
        boolean plusAnnounced = isBesidePlus && ChannelBindings.of(peer.tls()).areThere();
        return new ScramExchange(peer.client(), logins, ChannelPolicy.unbound(plusAnnounced), nonces.next());
    }
}
