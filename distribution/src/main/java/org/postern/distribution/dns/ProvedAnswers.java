// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dns;

/** A DNS service that knows which of its answers are proved by DNSSEC (RFC 4035). */
public interface ProvedAnswers {

    /** Whether the hosts that take the mail of this domain are known by proof. No answer is no proof. */
    boolean areExchangersProved(String domain);
}
