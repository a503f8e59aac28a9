// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;

import org.postern.benchmarks.load.MailSession.Target;

/** A submission server that runs, on ports of loopback and in a directory of its own. */
public interface Peer extends AutoCloseable {
    /** Its name and version. */
    String version();

    /** With STARTTLS, for {@value Postern#USER}. */
    Target submission();

    Processes processes();

    /** Ends it. */
    @Override
    void close() throws IOException, InterruptedException;
}
