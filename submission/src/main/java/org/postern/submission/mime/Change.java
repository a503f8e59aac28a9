// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Some octets of a message that are written as others. */
sealed interface Change permits HeaderChange, BodyChange {
    /** Of the first octet. */
    long start();

    /** Behind the last octet. */
    long end();

    /** Reads exactly the octets that are changed. */
    void write(InputStream in, OutputStream out) throws IOException;

    /** @throws EOFException when there are not so many octets */
    static void copy(InputStream in, OutputStream out, long octets) throws IOException {
        byte[] block = new byte[8192];
        long left = octets;
        while (left > 0) {
            int length = in.read(block, 0, (int) Math.min(left, block.length));
            if (length < 0) {
                throw new EOFException("The message is shorter than when it was read first");
            }
            out.write(block, 0, length);
            left -= length;
        }
    }
}
