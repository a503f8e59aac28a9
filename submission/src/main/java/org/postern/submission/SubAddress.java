// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.Optional;

import org.apache.james.core.MailAddress;

/** Sub-addressing (RFC 5233): {@code user+tag@example.org} is a name of {@code user@example.org}. */
public final class SubAddress {
    private static final char SEPARATOR = '+';

    private SubAddress() {
    }

    /** The address without its tag; empty when it has none. */
    public static Optional<MailAddress> base(MailAddress address) {
        String localPart = InternationalAddress.localPart(address);
        int separator = localPart.indexOf(SEPARATOR);
        if (separator <= 0 || localPart.charAt(0) == '"') {
            return Optional.empty();
        }
        return InternationalAddress.of(localPart.substring(0, separator), address.getDomain().name());
    }
}
