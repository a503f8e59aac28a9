// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.mail.internet.AddressException;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

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
    private static final String ATOM = "[^\\s\\p{Cntrl}()<>\\[\\]:;@\\\\,.\"]+";
    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(\\." + ATOM + ")*");

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
     * @return empty when James cannot express such an address
     */
    public Optional<MailAddress> address(Domain defaultDomain) {
        try {
            String asciiDomain = isBare() ? defaultDomain.name() : asciiDomain();
            return Optional.of(new MailAddress(plainLocalPart() + "@" + asciiDomain));
        } catch (AddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String asciiDomain() {
        if (isAscii(domain)) {
            return domain;
        }
        return IDN.toASCII(new String(domain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private String plainLocalPart() {
        if (!localPart.startsWith("\"") || localPart.indexOf('"', 1) != localPart.length() - 1) {
            return localPart;
        }
        String inner = localPart.substring(1, localPart.length() - 1);
        return DOT_ATOM.matcher(inner).matches() ? inner : localPart;
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
