// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.postern.distribution.home.Home;
import org.postern.distribution.server.ServerOptions;
import org.xbill.DNS.Type;

/**
 * What others find in the DNS about the people's domains: who takes their mail, who may send it, and where people submit
 * it (8314-5.1). Only warnings: a server works without.
 */
final class DnsRecords implements Look {

    private static final String FILE = "domainlist.xml";

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> domains = domains(options.home(), findings);
        Dns dns = Dns.of(options.home());
        for (String domain : domains) {
            try {
                findings.addAll(domain(dns, domain));
            } catch (IllegalArgumentException e) {
                findings.add(Finding.error(FILE, domain + " is no domain name"));
            } catch (Dns.SilentException e) {
                // Nor would it answer for the other domains.
                findings.add(Finding.warning(domain, "the DNS does not answer (" + e.getMessage() + ")"));
                break;
            }
        }
        return findings;
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

    private static List<Finding> domain(Dns dns, String domain) throws Dns.SilentException {
        return List.of(
            look(dns, domain, domain, Type.MX, "", "MX", "bounces cannot be delivered"),
            look(dns, domain, domain, Type.TXT, "v=spf1", "SPF (TXT v=spf1)", "many receivers will distrust its mail"),
            look(dns, domain, "_dmarc." + domain, Type.TXT, "v=DMARC1", "DMARC (TXT v=DMARC1)", "forged mail is not refused"),
            look(dns, domain, "_submissions._tcp." + domain, Type.SRV, "", "SRV _submissions._tcp",
                "mail programs cannot find this server"),
            look(dns, domain, "_submission._tcp." + domain, Type.SRV, "", "SRV _submission._tcp",
                "mail programs cannot find this server"));
    }

    private static Finding look(Dns dns, String domain, String name, int type, String holding, String what, String consequence)
            throws Dns.SilentException {
        return dns.records(name, type).stream()
            .filter(data -> data.contains(holding))
            .findFirst()
            .map(data -> Finding.ok(domain, what + ": " + data))
            .orElseGet(() -> Finding.warning(domain, what + ": no such record; " + consequence));
    }
}
