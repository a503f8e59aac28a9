// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Objects;

/**
 * Where a login comes from.
 *
 * @param address the client's IP address as text; empty when not known
 * @param tls TLS version and cipher suite; empty without TLS
 * @param listener name of the listener, such as {@code submission}; empty when not known
 * @param session as in the log
 */
public record Client(String address, String tls, String listener, String session) {
    public Client {
        Objects.requireNonNull(address);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(listener);
        Objects.requireNonNull(session);
    }

    /** Whose address it is, as far as anybody outside can tell. */
    public Network network() {
        return Network.of(address);
    }
}
