// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.james.core.Domain;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.ServerName;
import org.postern.distribution.server.HomeConfiguration;
import org.postern.distribution.server.ServerOptions;
import org.postern.distribution.zone.DomainRecords;
import org.postern.distribution.zone.ZoneRecord;

/**
 * What others find in the DNS about the people's domains: who takes their mail, who may send it, and where people submit
 * it (8314-5.1). Mostly warnings: a server works without.
 */
final class DnsRecords implements Look {

    private static final String FILE = "domainlist.xml";

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> domains = domains(options.home(), findings);
        Dns dns = Dns.of(options.home());
        Optional<ConfigurationProvider> configuration = comparable(options);
        Set<String> names = new HashSet<>(domains);
        for (String domain : domains) {
            try {
                Optional<DomainRecords> expected = expected(options.home(), domain, configuration);
                findings.addAll(new DomainLook(dns, Domain.of(domain), expected).findings());
                Optional<ZoneRecord> reports = expected.flatMap(DomainRecords::reportSpf).filter(record -> names.add(record.name()));
                if (reports.isPresent()) {
                    findings.add(new SpfLook(dns).at(reports.get().name(), expected.map(DomainRecords::sending), reports,
                        "many receivers will distrust its reports, which come from nobody"));
                }
            } catch (IllegalArgumentException e) {
                findings.add(Finding.error(FILE, domain + " is no domain name"));
            } catch (Dns.SilentException e) {
                // Nor would it answer for the other domains.
                findings.add(Finding.warning(domain, "the DNS does not answer (" + e.getMessage() + ")"));
                break;
            } catch (Dns.UnansweredException e) {
                findings.add(Finding.warning(domain, "the DNS does not answer (" + e.getMessage() + ")"));
            }
        }
        return findings;
    }

    /** Where the server has no name for others, nothing can be compared with it. */
    private static Optional<ConfigurationProvider> comparable(ServerOptions options) throws IOException {
        try {
            return ServerName.of(options.home()).isQualified() ? Optional.of(HomeConfiguration.of(options)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Told by the look at the name.
            return Optional.empty();
        }
    }

    private static Optional<DomainRecords> expected(Home home, String domain, Optional<ConfigurationProvider> configuration)
            throws IOException {
        try {
            return configuration.isPresent()
                ? Optional.of(DomainRecords.of(Domain.of(domain), home, configuration.get())) : Optional.empty();
        } catch (ConfigurationException | ConfigurationRuntimeException e) {
            // Told by the looks at the files.
            return Optional.empty();
        }
    }

    private static Set<String> domains(Home home, List<Finding> findings) throws IOException {
        Set<String> domains = new TreeSet<>(PeoplesDomains.configured(home));
        try {
            domains.addAll(PeoplesDomains.stored(home));
        } catch (IOException e) {
            findings.add(Finding.warning("domains", "those in the database cannot be read (" + e.getMessage() + ")"));
        }
        if (domains.isEmpty()) {
            findings.add(Finding.warning("domains", "there are none; add one: postern james-cli AddDomain example.org"));
        }
        return domains;
    }
}
