// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.Objects;

import org.postern.submission.BodyFacts;

/**
 * What one pass over a message gives. The message with another header is {@link MessageHeader#writeTo} of that header
 * followed by the octets of the old message from {@code fieldsLength} on: the empty line and the body stay as they were.
 *
 * @param header the fields; lines that are no fields are kept among them
 * @param body what is known of the octets
 * @param fieldsLength octets of the fields in {@code header}, without the empty line after them
 * @param headerLength octets up to and including the empty line; where there is none, the whole message is header
 */
public record ParsedMessage(MessageHeader header, BodyFacts body, long fieldsLength, long headerLength) {
    public ParsedMessage {
        Objects.requireNonNull(header);
        Objects.requireNonNull(body);
    }
}
