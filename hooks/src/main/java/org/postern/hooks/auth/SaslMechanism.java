// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

/** One SASL mechanism (RFC 4422). Safe for use by many threads. */
public interface SaslMechanism {
    /** As announced, in upper case. */
    String name();

    /** Whether it can work here: with what is configured, over this TLS. One that cannot is neither announced nor known. */
    default boolean isAvailable(Peer peer) {
        return true;
    }

    /** Begins an exchange with one client. */
    SaslExchange begin(Peer peer);
}
