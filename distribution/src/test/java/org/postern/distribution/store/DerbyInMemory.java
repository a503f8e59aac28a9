// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.store;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;

import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;

import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;

/** A database of a test class of its own, with the tables that the server makes. */
public final class DerbyInMemory implements AutoCloseable {
    private final EntityManagerFactory entityManagers = Persistence.createEntityManagerFactory("Postern", Map.of(
        "openjpa.ConnectionDriverName", "org.apache.derby.jdbc.EmbeddedDriver",
        "openjpa.ConnectionURL", "jdbc:derby:memory:" + UUID.randomUUID() + ";create=true"));

    public Database database() {
        return new Database(entityManagers);
    }

    public EntityManagerFactory entityManagers() {
        return entityManagers;
    }

    DomainList domains(String... names) throws Exception {
        DNSService noDns = (DNSService) Proxy.newProxyInstance(DNSService.class.getClassLoader(), new Class<?>[] {DNSService.class},
            (proxy, method, arguments) -> {
                throw new IllegalStateException("No DNS here");
            });
        PeopleDomains domains = new PeopleDomains(noDns, entityManagers);
        domains.configure(DomainListConfiguration.builder().autoDetect(false).autoDetectIp(false).build());
        for (String name : names) {
            domains.addDomain(Domain.of(name));
        }
        return domains;
    }

    void empty(String... tables) {
        Database database = new Database(entityManagers);
        for (String table : tables) {
            database.change("DELETE FROM " + table);
        }
    }

    @Override
    public void close() {
        entityManagers.close();
    }
}
