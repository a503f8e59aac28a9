// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What comes over a connection, as lines where they matter and as one stretch where they do not. What is to go out leaves
 * before anything is waited for.
 */
final class Incoming {
    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int LINE_END = 2;

    private final CRC32 checksum = new CRC32();
    private final InputStream in;
    private final OutputStream out;
    private byte[] octets = new byte[32_768];
    /** What has been read and not been looked at: from next up to end. */
    private int next;
    private int end;
    private int lineStart;

    Incoming(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** @return whether there is one; at the end of the connection there is not */
    boolean nextLine() throws IOException {
        int at = next;
        while (true) {
            for (; at < end; at++) {
                if (octets[at] == '\n') {
                    lineStart = next;
                    next = at + 1;
                    return true;
                }
            }
            int looked = at - next;
            if (!fill()) {
                return false;
            }
            at = next + looked;
        }
    }

    /** The line at hand, with its end. */
    String line() {
        return new String(octets, lineStart, next - lineStart, StandardCharsets.ISO_8859_1);
    }

    boolean isLine(String line) {
        return next - lineStart == line.length() && startsWith(line);
    }

    /** Whether the line at hand begins like this, in upper or lower case. */
    boolean startsWith(String prefix) {
        if (next - lineStart < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (Character.toLowerCase((char) octets[lineStart + i]) != Character.toLowerCase(prefix.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Goes on behind the line with nothing but a dot. The line at hand is part of the message.
     *
     * @return whether there is one
     */
    boolean skipMessage() throws IOException {
        checksum.reset();
        // The end of the line at hand may be the beginning of the end.
        next -= LINE_END;
        while (true) {
            int last = end - END.length;
            int at = next;
            while (at <= last) {
                byte octet = octets[at + END.length - 1];
                if (octet == '\n' && Arrays.equals(octets, at, at + END.length, END, 0, END.length)) {
                    pass(at);
                    next = at + END.length;
                    return true;
                }
                // No line end and no dot here: the end cannot be anywhere over this octet.
                at += octet == '\n' || octet == '\r' || octet == '.' ? 1 : END.length;
            }
            pass(Math.min(at, end - LINE_END));
            if (!fill()) {
                return false;
            }
        }
    }

    /** Of what the last skipped message had behind the line that was at hand. */
    long checksum() {
        return checksum.getValue();
    }

    /** What is passed over counts from behind the line end with which the skipping began. */
    private void pass(int at) {
        checksum.update(octets, next + LINE_END, at - next);
        next = at;
    }

    private boolean fill() throws IOException {
        out.flush();
        if (next > 0) {
            System.arraycopy(octets, next, octets, 0, end - next);
            end -= next;
            next = 0;
        } else if (end == octets.length) {
            octets = Arrays.copyOf(octets, 2 * end);
        }
        int read = in.read(octets, end, octets.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }
}
