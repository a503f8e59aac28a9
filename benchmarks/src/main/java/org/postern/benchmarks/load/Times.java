// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.util.Arrays;

/** The times that one client has taken, in nanoseconds. */
final class Times {
    private long[] nanos = new long[1024];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    long[] all() {
        return Arrays.copyOf(nanos, count);
    }
}
