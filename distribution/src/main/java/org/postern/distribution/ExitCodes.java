// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

/** How a command ends, after sysexits.h. */
public final class ExitCodes {

    public static final int OK = 0;
    /** What was looked for is not there. */
    public static final int NOT_FOUND = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** Something that is needed cannot be had: a port, a file, a running server. */
    public static final int UNAVAILABLE = 69;
    /** The configuration is wrong. */
    public static final int CONFIG = 78;

    private ExitCodes() {
    }
}
