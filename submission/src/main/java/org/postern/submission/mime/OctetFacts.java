// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import org.postern.submission.header.MessageScanner;

/** What was seen of some octets. Mutable, for one scanner. */
final class OctetFacts {
    private boolean eightBit;
    private boolean nul;
    private boolean unfitLine;

    /**
     * @param previous the octet before it
     * @param column octets of its line before it
     */
    void add(byte octet, byte previous, long column) {
        if (octet < 0) {
            eightBit = true;
        } else if (octet == 0) {
            nul = true;
        }
        boolean afterCr = previous == '\r';
        if (afterCr != (octet == '\n') || column >= MessageScanner.LINE_LIMIT && octet != '\r' && octet != '\n') {
            unfitLine = true;
        }
    }

    /** The message ends with a CR. */
    void endsWithCr() {
        unfitLine = true;
    }

    boolean hasEightBit() {
        return eightBit;
    }

    boolean hasNul() {
        return nul;
    }

    /** RFC 2045 §2.9: NUL, CR or LF alone, or a line of more than 998 octets. */
    boolean isBinary() {
        return nul || unfitLine;
    }
}
