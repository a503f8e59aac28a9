// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message that can be told from all others, whatever becomes of it on its way.
 *
 * @param number 0 or more
 */
public record NumberedMessage(long number) {
    /** The header field with the number; a report has it too, in the header that it returns. */
    public static final String FIELD = "X-Postern-Number";

    private static final int LINE = 78;

    /** @param size of the whole message in octets, about */
    public byte[] octets(String sender, String recipient, int size) {
        byte[] header = ("From: " + sender + "\r\nTo: " + recipient + "\r\nSubject: number " + number + "\r\n" + FIELD + ": " + number
            + "\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + number + "." + System.nanoTime() + "@client.test>\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
        int lines = Math.max(1, (size - header.length) / LINE);
        byte[] octets = Arrays.copyOf(header, header.length + lines * LINE);
        Arrays.fill(octets, header.length, octets.length, (byte) 'x');
        for (int end = header.length + LINE; end <= octets.length; end += LINE) {
            octets[end - 2] = '\r';
            octets[end - 1] = '\n';
        }
        return octets;
    }
}
