// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.Collection;
import java.util.List;

import javax.inject.Inject;

import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.postern.submission.MailDomains;

/**
 * Asks James's DNS service. One that can tell why it finds nothing, as that of Postern's own server, is itself
 * {@link MailDomains}. James's own cannot: it gives the same empty answer for a domain that does not exist and for one
 * whose address it could not ask for, so that a null MX is all that is ever refused there.
 */
public class JamesMailDomains implements MailDomains {
    private static final List<String> NULL_MX = List.of(".");

    private final DNSService dns;

    @Inject
    public JamesMailDomains(DNSService dns) {
        this.dns = dns;
    }

    @Override
    public Standing standing(Domain domain) {
        if (dns instanceof MailDomains teller) {
            return teller.standing(domain);
        }
        try {
            Collection<String> hosts = dns.findMXRecords(domain.asString());
            if (hosts.isEmpty()) {
                return Standing.UNKNOWN;
            }
            return List.copyOf(hosts).equals(NULL_MX) ? Standing.NULL_MX : Standing.TAKES_MAIL;
        } catch (TemporaryResolutionException | RuntimeException e) {
            return Standing.UNKNOWN;
        }
    }
}
