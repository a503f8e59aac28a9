// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;

import com.google.common.collect.ImmutableList;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.jpa.JPADomainList;

/**
 * James's domain list, without {@code localhost}: James stores it as soon as no other default domain is configured.
 * The first domain is the default until one is configured.
 */
final class PeopleDomains extends JPADomainList {

    @Inject
    PeopleDomains(DNSService dns, EntityManagerFactory entityManagers) {
        super(dns, entityManagers);
    }

    @Override
    public void addDomain(Domain domain) throws DomainListException {
        if (!Domain.LOCALHOST.equals(domain)) {
            super.addDomain(domain);
        }
    }

    /** James counts the default domain among them, whatever it is. */
    @Override
    public ImmutableList<Domain> getDomains() throws DomainListException {
        return super.getDomains().stream()
            .filter(domain -> !Domain.LOCALHOST.equals(domain))
            .collect(ImmutableList.toImmutableList());
    }

    @Override
    public Domain getDefaultDomain() throws DomainListException {
        Domain configured = super.getDefaultDomain();
        if (!Domain.LOCALHOST.equals(configured)) {
            return configured;
        }
        return getDomains().stream().findFirst().orElse(configured);
    }
}
