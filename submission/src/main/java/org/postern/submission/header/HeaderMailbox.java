// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.postern.submission.InternationalAddress;

/**
 * One address in a header field. Octets over 127 are kept as ISO-8859-1.
 *
 * @param name the display name as written, quotes and encoded words included; empty when there is none
 * @param localPart without comments and white space around it, quotes kept
 * @param domain the same; a literal with its brackets; empty when the local-part stands alone
 * @param start octet of the field at which the local-part begins
 * @param end octet after the local-part, or after the domain where there is one
 */
public record HeaderMailbox(String name, String localPart, String domain, int start, int end) {
    public HeaderMailbox {
        Objects.requireNonNull(name);
        Objects.requireNonNull(localPart);
        Objects.requireNonNull(domain);
    }

    /** Whether the local-part stands alone. */
    public boolean isBare() {
        return domain.isEmpty();
    }

    /** Whether local-part or domain has an octet over 127 (RFC 6532). */
    public boolean hasEightBit() {
        return !isAscii(localPart) || !isAscii(domain);
    }

    /** As one would write it; octets over 127 as ISO-8859-1, so for messages only. */
    public String asString() {
        return isBare() ? localPart : localPart + "@" + domain;
    }

    /**
     * The address to ask rights for: needless quotes gone, an internationalised domain as A-labels.
     *
     * @param defaultDomain of a local-part that stands alone
     * @return empty when this is not UTF-8, or when James cannot express such an address
     */
    public Optional<MailAddress> address(Domain defaultDomain) {
        try {
            return InternationalAddress.of(utf8(localPart), isBare() ? defaultDomain.name() : utf8(domain));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String utf8(String octets) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))).toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }
}
