// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Encodes content as quoted-printable (RFC 2045 §6.7): line breaks stay, everything else that is not printable ASCII is
 * escaped, and lines are broken softly. {@link #close()} ends the content and leaves the stream below open.
 */
final class QuotedPrintableOutput extends OutputStream {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] SOFT_BREAK = {'=', '\r', '\n'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    /** 76, less the = of a soft line break. */
    private static final int LINE = 75;
    private static final int NONE = -1;

    private final OutputStream out;
    private int column;
    /** White space, which is escaped at the end of a line only. */
    private int space = NONE;
    private boolean cr;

    QuotedPrintableOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        int octet = value & 0xff;
        if (cr) {
            cr = false;
            if (octet == '\n') {
                endLine();
                return;
            }
            writeSpace();
            escape('\r');
        }
        if (octet == '\r') {
            cr = true;
        } else if (octet == ' ' || octet == '\t') {
            writeSpace();
            space = octet;
        } else {
            writeSpace();
            writeOctet(octet);
        }
    }

    private void writeOctet(int octet) throws IOException {
        boolean printable = octet > ' ' && octet < 127 && octet != '=';
        // A soft line break must not make a line of the content look like a delimiter.
        boolean dash = octet == '-' && column == LINE;
        if (printable && !dash) {
            room(1);
            out.write(octet);
        } else {
            escape(octet);
        }
    }

    private void writeSpace() throws IOException {
        if (space != NONE) {
            room(1);
            out.write(space);
            space = NONE;
        }
    }

    private void escape(int octet) throws IOException {
        room(3);
        out.write('=');
        out.write(HEX[octet >> 4]);
        out.write(HEX[octet & 0xf]);
    }

    private void room(int octets) throws IOException {
        if (column + octets > LINE) {
            out.write(SOFT_BREAK);
            column = 0;
        }
        column += octets;
    }

    private void endLine() throws IOException {
        escapeSpace();
        out.write(CRLF);
        column = 0;
    }

    private void escapeSpace() throws IOException {
        if (space != NONE) {
            escape(space);
            space = NONE;
        }
    }

    @Override
    public void close() throws IOException {
        if (cr) {
            cr = false;
            writeSpace();
            escape('\r');
        }
        escapeSpace();
    }
}
