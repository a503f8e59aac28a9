// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/** One SASL mechanism (RFC 4422). Safe for use by many threads. */
public interface SaslMechanism {
    /** As announced, in upper case. */
    String name();

    /** Whether it can work here: with what is configured, over this TLS. One that cannot is neither announced nor known. */
    default boolean isAvailable(Peer peer) {
        return true;
    }

    /** Whether the client is told of it; it may be known only. */
    default boolean isAnnounced(Peer peer) {
        return isAvailable(peer);
    }

    /** Whether the server, or who poses as it, comes to see the password itself. */
    default boolean showsPassword() {
        return false;
    }

    /** The authorities from one of which a client should show a certificate when TLS begins. */
    default List<X509Certificate> authorities() {
        return List.of();
    }

    /**
     * The same mechanism on a listener that has these.
     *
     * @param names of all mechanisms there, this one too
     */
    default SaslMechanism among(Set<String> names) {
        return this;
    }

    /** Begins an exchange with one client. */
    SaslExchange begin(Peer peer);
}
