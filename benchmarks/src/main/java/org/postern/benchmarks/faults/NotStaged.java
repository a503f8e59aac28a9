// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;

import org.postern.benchmarks.server.Commands;

/** This machine does not let a fault happen; that it would do no harm is not shown then. */
final class NotStaged extends IOException {
    private static final long serialVersionUID = 1L;

    NotStaged(String reason) {
        super(reason);
    }

    static void unlessRoot() throws NotStaged {
        if (!Commands.isRoot()) {
            throw new NotStaged("only root can do that");
        }
    }

    /** @param hint the package that has it */
    static Path program(String name, String hint) throws NotStaged {
        return Commands.find(name).orElseThrow(() -> new NotStaged(name + " is not here (" + hint + ")"));
    }
}
