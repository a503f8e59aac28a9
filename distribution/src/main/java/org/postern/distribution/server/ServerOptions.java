// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import java.util.Optional;

import org.apache.james.core.Domain;
import org.postern.distribution.home.Home;

/**
 * What the command line says about one run.
 *
 * @param home where the server's files are
 * @param portOffset added to every configured port except 0, which asks for any free port
 * @param smarthost {@code HOST:PORT} that takes all outgoing mail, instead of what the XML says
 * @param domain a domain to add when it is missing
 */
public record ServerOptions(Home home, int portOffset, Optional<String> smarthost, Optional<Domain> domain) {

    public static ServerOptions of(Home home) {
        return new ServerOptions(home, 0, Optional.empty(), Optional.empty());
    }

    public ServerOptions withPortOffset(int offset) {
        return new ServerOptions(home, offset, smarthost, domain);
    }

    /** The port to bind for a configured one. */
    public int shifted(int port) {
        return port == 0 ? 0 : port + portOffset;
    }
}
