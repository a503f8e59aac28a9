// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.NodeList;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What others find in the DNS about the domains that domainlist.xml names: who takes their mail, who may send it, and
 * where people submit it (8314-5.1). Only warnings: a server works without.
 */
final class DnsRecords implements Look {

    private static final String FILE = "domainlist.xml";

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        Path file = options.home().conf().resolve(FILE);
        List<Finding> findings = new ArrayList<>();
        for (String element : List.of("defaultDomain", "domainname")) {
            NodeList domains = XmlFiles.read(file).getElementsByTagName(element);
            for (int i = 0; i < domains.getLength(); i++) {
                String domain = domains.item(i).getTextContent().strip();
                if (!domain.isEmpty() && !domain.equals("localhost")) {
                    findings.addAll(domain(domain));
                }
            }
        }
        return findings;
    }

    private static List<Finding> domain(String domain) {
        return List.of(
            look(domain, domain, Type.MX, "", "MX", "bounces cannot be delivered"),
            look(domain, domain, Type.TXT, "v=spf1", "SPF (TXT v=spf1)", "many receivers will distrust its mail"),
            look(domain, "_dmarc." + domain, Type.TXT, "v=DMARC1", "DMARC (TXT v=DMARC1)", "forged mail is not refused"),
            look(domain, "_submissions._tcp." + domain, Type.SRV, "", "SRV _submissions._tcp",
                "mail programs cannot find this server"),
            look(domain, "_submission._tcp." + domain, Type.SRV, "", "SRV _submission._tcp",
                "mail programs cannot find this server"));
    }

    private static Finding look(String domain, String name, int type, String holding, String what, String consequence) {
        try {
            Lookup lookup = new Lookup(name, type);
            Record[] records = lookup.run();
            if (lookup.getResult() == Lookup.TRY_AGAIN || lookup.getResult() == Lookup.UNRECOVERABLE) {
                return Finding.warning(domain, what + ": the DNS does not answer (" + lookup.getErrorString() + ")");
            }
            return Optional.ofNullable(records).map(List::of).orElse(List.of()).stream()
                .map(Record::rdataToString)
                .filter(data -> data.contains(holding))
                .findFirst()
                .map(data -> Finding.ok(domain, what + ": " + data))
                .orElseGet(() -> Finding.warning(domain, what + ": no such record; " + consequence));
        } catch (TextParseException e) {
            return Finding.error(FILE, domain + " is no domain name");
        }
    }
}
