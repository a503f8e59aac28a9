// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;

/** The server that the demo submits to. */
interface DemoServer extends AutoCloseable {

    /** Where and as whom to submit; {@link Gallery#USER} with {@link Gallery#ALIAS}. */
    Account account();

    @Override
    void close() throws IOException;

    /** Starts one. */
    interface Starter {
        /**
         * @param dnsPort of the only DNS server to ask, on loopback
         * @param mxPort where mail exchangers listen instead of port 25
         * @throws IOException when the server does not get ready
         */
        DemoServer start(int dnsPort, int mxPort) throws IOException;
    }
}
