// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.io.PrintWriter;

/** How far long work is: a bar on a terminal, elsewhere a line for each tenth. */
final class Progress {

    private static final int WIDTH = 40;
    private static final int TENTHS = 10;

    private final PrintWriter out;
    private final boolean isTerminal;
    private long tenth;
    private boolean isShown;

    Progress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Work that is over at once is not worth a word. */
    void show(long done, long total) {
        if (done >= total && !isShown) {
            return;
        }
        isShown = true;
        if (isTerminal) {
            int full = (int) (WIDTH * done / total);
            out.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + done + " of " + total);
        } else if (TENTHS * done / total > tenth) {
            tenth = TENTHS * done / total;
            out.println(done + " of " + total);
        }
        out.flush();
    }

    void end() {
        if (isShown && isTerminal) {
            out.println();
            out.flush();
        }
    }
}
