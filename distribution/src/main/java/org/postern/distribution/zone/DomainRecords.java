// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.zone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.bridge.DkimKeyFiles;
import org.postern.distribution.autoconfig.AutoconfigFile;
import org.postern.distribution.autoconfig.MailService;
import org.postern.distribution.autoconfig.Site;
import org.postern.distribution.dkim.KeyRecord;
import org.postern.distribution.home.Home;
import org.postern.distribution.home.ServerName;

/**
 * The records of a domain, as the configuration of a home wants them. Of MX there is none: this server takes no mail from others, and
 * does not know who does.
 */
public final class DomainRecords {

    private static final int FIRST = 0;
    private static final int SECOND = 10;
    private static final int HTTPS = 443;
    private static final List<String> SUBMISSION = List.of("_submissions", "_submission");

    private final Domain domain;
    private final Site site;
    private final Sending sending;
    private final Optional<String> webHost;
    private final List<KeyRecord> keys;

    private DomainRecords(Domain domain, Site site, Sending sending, Optional<String> webHost, List<KeyRecord> keys) {
        this.domain = domain;
        this.site = site;
        this.sending = sending;
        this.webHost = webHost;
        this.keys = List.copyOf(keys);
    }

    /**
     * @param configuration of the home
     * @throws IOException when a file cannot be read
     * @throws ConfigurationException when one is wrong
     */
    public static DomainRecords of(Domain domain, Home home, ConfigurationProvider configuration)
            throws IOException, ConfigurationException {
        ServerName name = ServerName.of(home);
        HierarchicalConfiguration<ImmutableNode> container = configuration.getConfiguration("mailetcontainer");
        AutoconfigFile autoconfig = AutoconfigFile.of(configuration);
        List<KeyRecord> keys = new ArrayList<>();
        for (Path directory : DkimDirectories.of(home, container)) {
            DkimKeyFiles.read(directory).keys().stream().filter(key -> key.domain().equals(domain)).map(KeyRecord::of).forEach(keys::add);
        }
        return new DomainRecords(domain, Site.of(configuration, name), Sending.of(name, container),
            autoconfig.isServed() ? Optional.of(autoconfig.host().orElse(name.value())) : Optional.empty(), keys);
    }

    public Domain domain() {
        return domain;
    }

    public Sending sending() {
        return sending;
    }

    /**
     * Where mail programs find the servers (RFC 6186 §3, RFC 8314 §5.1). A way of submission that there is not is denied; of reading mail
     * nothing is said that the operator has not said.
     */
    public List<ZoneRecord> services() {
        List<ZoneRecord> records = new ArrayList<>();
        for (String label : SUBMISSION) {
            List<MailService> offered = site.submission().stream().filter(service -> service.srvLabel().equals(label)).toList();
            if (offered.isEmpty()) {
                records.add(srv(label, FIRST, 0, ""));
            }
            offered.forEach(service -> records.add(service(service)));
        }
        site.incoming().forEach(service -> records.add(service(service)));
        return records;
    }

    /** Who may send mail with addresses of the domain (RFC 7208). */
    public ZoneRecord spf() {
        return ZoneRecord.text(domain.asString(), "v=spf1 " + sending.spfMechanisms() + " ~all");
    }

    /** The same for reports, which have no reverse-path: the name in EHLO counts (RFC 7208 §2.4). Where a smarthost delivers, its does. */
    public Optional<ZoneRecord> reportSpf() {
        String name = sending.server().value();
        return sending.deliversItself() && !name.equals(domain.asString())
            ? Optional.of(ZoneRecord.text(name, "v=spf1 a -all")) : Optional.empty();
    }

    /** The keys with which its mail is signed (RFC 6376 §3.6). */
    public List<KeyRecord> keys() {
        return keys;
    }

    /** What receivers do with mail that neither SPF nor DKIM vouches for (RFC 7489 §6.3). */
    public ZoneRecord dmarc() {
        return ZoneRecord.text("_dmarc." + domain.asString(), "v=DMARC1; p=quarantine; rua=mailto:postmaster@" + domain.asString());
    }

    /** Where programs get settings by HTTP; none where they are not served. */
    public List<ZoneRecord> autoconfig() {
        List<ZoneRecord> records = new ArrayList<>();
        webHost.ifPresent(host -> {
            String name = "autoconfig." + domain.asString();
            if (!name.equals(host)) {
                records.add(new ZoneRecord(name, "CNAME", host + "."));
            }
            records.add(srv("_autodiscover", FIRST, HTTPS, host));
        });
        return records;
    }

    private ZoneRecord service(MailService service) {
        int priority = service.tls() == MailService.Tls.IMPLICIT ? FIRST : SECOND;
        return srv(service.srvLabel(), priority, service.port(), service.host());
    }

    /** RFC 2782: the weight is 0 where there is nothing to choose from. */
    private ZoneRecord srv(String label, int priority, int port, String host) {
        return new ZoneRecord(label + "._tcp." + domain.asString(), "SRV", priority + " 0 " + port + " " + host + ".");
    }
}
