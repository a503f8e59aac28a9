// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.io.IOException;
import java.io.InputStream;

/** Reads a whole message from a stream in one pass; memory does not grow with the body. */
public final class MessageParser {
    private static final int BLOCK = 16 * 1024;

    private MessageParser() {
    }

    /**
     * Reads to the end of the stream and leaves it open.
     *
     * @throws IOException when the stream cannot be read; never for what the message is like
     */
    public static ParsedMessage parse(InputStream message) throws IOException {
        MessageScanner scanner = new MessageScanner();
        byte[] block = new byte[BLOCK];
        for (int length = message.read(block); length >= 0; length = message.read(block)) {
            scanner.accept(block, 0, length);
        }
        return scanner.finish();
    }

    /** For a message that is in memory already. */
    public static ParsedMessage parse(byte[] message) {
        MessageScanner scanner = new MessageScanner();
        scanner.accept(message, 0, message.length);
        return scanner.finish();
    }
}
