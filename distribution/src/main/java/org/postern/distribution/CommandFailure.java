// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

/** A command cannot go on: one line for a person, and the exit code. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CommandFailure(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    public CommandFailure(int exitCode, String line, Throwable cause) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
