// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.postern.submission.BodyFacts;

/**
 * Reads a message (RFC 5322) block by block as it arrives: keeps the header, looks at the body and forgets it. Where the
 * blocks are cut makes no difference.
 *
 * <p>A line ends with LF, whether or not CR stands before it: an octet sequence that some receiver takes for the end of
 * the header is the end of the header here too, and the facts say that the CR is missing. A CR elsewhere ends nothing.
 *
 * <p>Not safe for use by several threads. One scanner reads one message.
 */
public final class MessageScanner {
    /** In octets. Large enough for thousands of recipients in {@code To}. */
    public static final int DEFAULT_HEADER_LIMIT = 256 * 1024;
    /** RFC 5322 §2.1.1, in octets, CRLF not counted. */
    public static final int LINE_LIMIT = 998;

    private static final int FIRST_BLOCK = 4096;
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private final int headerLimit;
    private byte[] header;
    private int collected;
    private boolean inHeader = true;
    private long fieldsLength;
    private long headerLength;

    private long size;
    private long line = 1;
    private long lineStart;
    private byte last;

    private long firstNul;
    private long firstBareCr;
    private long firstBareLf;
    private long firstLongLine;
    private boolean eightBit;

    public MessageScanner() {
        this(DEFAULT_HEADER_LIMIT);
    }

    /** @param headerLimit octets of header kept at most; what is beyond is counted, not kept */
    public MessageScanner(int headerLimit) {
        if (headerLimit < 1) {
            throw new IllegalArgumentException("Header limit must be at least 1 octet, not " + headerLimit);
        }
        this.headerLimit = headerLimit;
        this.header = new byte[Math.min(FIRST_BLOCK, headerLimit)];
    }

    /** The next octets of the message, dot-stuffing already undone. The array may be used again afterwards. */
    public void accept(byte[] block, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, block.length);
        if (length == 0) {
            return;
        }
        if (last == CR && block[offset] != LF) {
            bareCr();
        }
        boolean headerBlock = inHeader;
        int end = offset + length;
        long base = size - offset;
        boolean sawEightBit = false;
        for (int i = offset; i < end; i++) {
            byte octet = block[i];
            // Nearly every octet ends here: nothing above CR has a meaning.
            if (octet > CR) {
                continue;
            }
            if (octet < 0) {
                sawEightBit = true;
            } else if (octet == LF) {
                boolean afterCr = (i > offset ? block[i - 1] : last) == CR;
                if (inHeader) {
                    endHeaderLine(base + i, afterCr);
                    if (!inHeader) {
                        sawEightBit = false;
                    }
                }
                endLine(base + i, afterCr);
            } else if (octet == CR) {
                if (i + 1 < end && block[i + 1] != LF) {
                    bareCr();
                }
            } else if (octet == 0 && firstNul == 0) {
                firstNul = line;
            }
        }
        if (headerBlock) {
            collect(block, offset, (int) (inHeader ? length : headerLength - size));
        }
        eightBit |= sawEightBit && !inHeader;
        size += length;
        last = block[end - 1];
    }

    /** The message is over. */
    public ParsedMessage finish() {
        if (last == CR) {
            bareCr();
        }
        checkLength(size - lineStart);
        if (inHeader) {
            inHeader = false;
            headerLength = size;
            fieldsLength = size;
        }
        boolean complete = fieldsLength <= headerLimit;
        List<HeaderField> fields = new ArrayList<>();
        int kept = split(fields, (int) Math.min(fieldsLength, collected), complete);
        BodyFacts facts = new BodyFacts(firstNul, firstBareCr, firstBareLf, firstLongLine, eightBit, size, headerLength);
        return new ParsedMessage(MessageHeader.read(fields, complete), facts, kept, headerLength);
    }

    private void endHeaderLine(long position, boolean afterCr) {
        int lineEnd = afterCr ? 2 : 1;
        if (position + 1 - lineStart == lineEnd) {
            inHeader = false;
            headerLength = position + 1;
            fieldsLength = headerLength - lineEnd;
        }
    }

    private void endLine(long position, boolean afterCr) {
        checkLength(position - lineStart - (afterCr ? 1 : 0));
        if (!afterCr && firstBareLf == 0) {
            firstBareLf = line;
        }
        line++;
        lineStart = position + 1;
    }

    private void checkLength(long octets) {
        if (octets > LINE_LIMIT && firstLongLine == 0) {
            firstLongLine = line;
        }
    }

    private void bareCr() {
        if (firstBareCr == 0) {
            firstBareCr = line;
        }
    }

    private void collect(byte[] block, int offset, int length) {
        int fitting = Math.min(length, headerLimit - collected);
        if (collected + fitting > header.length) {
            int doubled = (int) Math.min(headerLimit, 2L * header.length);
            header = Arrays.copyOf(header, Math.max(doubled, collected + fitting));
        }
        System.arraycopy(block, offset, header, collected, fitting);
        collected += fitting;
    }

    /** @return octets in the fields; the last field of a cut header is left out, as nobody knows where it ends */
    private int split(List<HeaderField> fields, int end, boolean complete) {
        int start = 0;
        for (int i = 0; i < end; i++) {
            boolean lineEnd = header[i] == LF;
            boolean folded = i + 1 < end && (header[i + 1] == ' ' || header[i + 1] == '\t');
            boolean over = complete && i + 1 == end;
            if (over || lineEnd && i + 1 < end && !folded) {
                fields.add(HeaderField.read(Arrays.copyOfRange(header, start, i + 1)));
                start = i + 1;
            }
        }
        return start;
    }
}
