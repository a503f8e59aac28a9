// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

/** One SASL mechanism (RFC 4422). Safe for use by many threads. */
public interface SaslMechanism {
    /** As announced, in upper case. */
    String name();

    /** Begins an exchange with one client. */
    SaslExchange begin();
}
