// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import org.apache.james.core.Domain;

/** What the DNS says of a domain as the place of a mailbox (RFC 5321 §5.1). */
@FunctionalInterface
public interface MailDomains {
    /** A domain's standing. */
    enum Standing {
        /** It has an MX, or an address in its place. */
        TAKES_MAIL,
        /** There is no such name. */
        NO_SUCH_DOMAIN,
        /** The name exists, and has neither MX nor address. */
        NO_HOST,
        /** It says itself that it never takes mail (RFC 7505). */
        NULL_MX,
        /** The DNS did not answer, or not clearly; that is nothing against the domain. */
        UNKNOWN
    }

    /** Does not throw for a DNS that fails. */
    Standing standing(Domain domain);
}
