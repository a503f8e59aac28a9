// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.dns;

import org.apache.james.dnsservice.api.TemporaryResolutionException;

/** A DNS service that knows which of its answers are proved by DNSSEC (RFC 4035). */
public interface ProvedAnswers {

    /**
     * Whether the hosts that take the mail of this domain are known by proof.
     *
     * @throws TemporaryResolutionException when nobody can tell now
     */
    boolean areExchangersProved(String domain) throws TemporaryResolutionException;
}
