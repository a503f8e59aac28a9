// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import picocli.CommandLine.Option;

/** How work on queued mail is done. */
public final class WorkOptions {

    @Option(names = "--dry-run", description = "Only say how many messages it would be, and which are the first.")
    private boolean dryRun;

    @Option(names = "--all", description = "All that is queued; needed when nothing else says which.")
    private boolean all;

    boolean dryRun() {
        return dryRun;
    }

    boolean all() {
        return all;
    }
}
