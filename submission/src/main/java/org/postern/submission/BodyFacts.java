// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

/**
 * What one pass over the message's octets found out, so that no rule has to read the body again. Line numbers count from
 * 1 over the whole message, header included; 0 says that there is no such line.
 *
 * @param firstNul line of the first NUL octet
 * @param firstBareCr line of the first CR without LF
 * @param firstBareLf line of the first LF without CR
 * @param firstLongLine first line with more than 998 octets before CRLF (RFC 5322 §2.1.1)
 * @param eightBit whether the body has octets over 127
 * @param size of the whole message in octets
 * @param headerSize of the header in octets, the empty line after it included
 */
public record BodyFacts(long firstNul, long firstBareCr, long firstBareLf, long firstLongLine, boolean eightBit, long size,
                        long headerSize) {
}
