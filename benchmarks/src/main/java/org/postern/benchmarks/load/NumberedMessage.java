// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Messages that can be told from all others, whatever becomes of them on their way. Made once, and only the number changes:
 * writing a client's messages must not cost what the server under test is measured by. For one client at a time.
 */
public final class NumberedMessage {
    /** The header field with the number; a report has it too, in the header that it returns. */
    public static final String FIELD = "X-Postern-Number";

    /** The header field with the CRC-32 of the body, in hexadecimal digits. */
    public static final String CHECKSUM = "X-Postern-Checksum";

    private static final int LINE = 78;
    private static final int DIGITS = 19;
    private static final String BLANK = "0".repeat(DIGITS);
    private static final String NO_CHECKSUM = "--------";
    private static final String END = ".\r\n";

    private final byte[] octets;
    private final int inField;
    private final int inMessageId;

    /** @param size of the whole message in octets, about */
    public NumberedMessage(String sender, String recipient, int size) {
        String head = "From: " + sender + "\r\nTo: " + recipient + "\r\nSubject: a message among many\r\n" + FIELD + ": ";
        String middle = "\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nMessage-ID: <";
        String tail = "." + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "@client.test>\r\n"
            + CHECKSUM + ": " + NO_CHECKSUM + "\r\n\r\n";
        inField = head.length();
        inMessageId = inField + DIGITS + middle.length();
        int headerLength = inMessageId + DIGITS + tail.length();
        int lines = Math.max(1, (size - headerLength) / LINE);
        byte[] body = ("x".repeat(LINE - 2) + "\r\n").repeat(lines).getBytes(StandardCharsets.US_ASCII);
        String header = head + BLANK + middle + BLANK + tail.replace(NO_CHECKSUM, checksum(body));
        octets = Arrays.copyOf(header.getBytes(StandardCharsets.US_ASCII), headerLength + body.length + END.length());
        System.arraycopy(body, 0, octets, headerLength, body.length);
        System.arraycopy(END.getBytes(StandardCharsets.US_ASCII), 0, octets, headerLength + body.length, END.length());
    }

    private static String checksum(byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }

    /**
     * The message with this number and, behind it, the line that ends the data.
     *
     * @param number 0 or more
     * @return the same array each time
     */
    public byte[] octets(long number) {
        write(number, inField);
        write(number, inMessageId);
        return octets;
    }

    private void write(long number, int at) {
        long rest = number;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            octets[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
