// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.nio.charset.StandardCharsets;

/** The commands that the dialogue has to know by themselves, as what belongs to them is more than a line. */
enum Verb {
    AUTH, BDAT;

    private final byte[] letters = name().getBytes(StandardCharsets.US_ASCII);

    /** Whether the line is this command, be it well formed or not. */
    boolean begins(byte[] line) {
        int start = 0;
        while (start < line.length && line[start] >= 0 && line[start] <= ' ') {
            start++;
        }
        int end = start + letters.length;
        if (end >= line.length || line[end] < 0 || line[end] > ' ') {
            return false;
        }
        for (int i = 0; i < letters.length; i++) {
            if ((line[start + i] & ~0x20) != letters[i]) {
                return false;
            }
        }
        return true;
    }
}
