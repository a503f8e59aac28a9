// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.Domain;
import org.postern.distribution.zone.DomainRecords;
import org.postern.distribution.zone.Sending;
import org.postern.distribution.zone.ZoneRecord;
import org.postern.submission.dkim.TagList;
import org.xbill.DNS.Type;

/** Compares what the DNS says of one domain with what {@code postern dns} would have it say. */
final class DomainLook {

    private static final String SPF = "SPF (TXT v=spf1)";
    private static final String DMARC = "DMARC (TXT v=DMARC1)";
    private static final String MISSING = ": no such record; ";
    private static final String EXPECTED = "; expected is ";
    private static final Set<String> POLICIES = Set.of("none", "quarantine", "reject");

    private final Dns dns;
    private final String domain;
    private final Optional<DomainRecords> expected;

    /** @param expected empty when there is nothing to compare with */
    DomainLook(Dns dns, Domain domain, Optional<DomainRecords> expected) {
        this.dns = dns;
        this.domain = domain.asString();
        this.expected = expected;
    }

    List<Finding> findings() throws Dns.SilentException {
        List<Finding> findings = new ArrayList<>();
        findings.add(exchanger());
        findings.add(spf());
        findings.add(dmarc());
        if (expected.isEmpty()) {
            for (String label : List.of("_submissions", "_submission")) {
                findings.add(anyService(label));
            }
        } else {
            for (ZoneRecord record : expected.get().services()) {
                findings.add(service(record, "mail programs cannot find this server"));
            }
            for (ZoneRecord record : expected.get().autoconfig()) {
                findings.add(record.type().equals("SRV") ? service(record, "Outlook cannot find its settings") : webName(record));
            }
        }
        return findings;
    }

    private Finding exchanger() throws Dns.SilentException {
        return dns.records(domain, Type.MX).stream().findFirst()
            .map(data -> Finding.ok(domain, "MX: " + data))
            .orElseGet(() -> Finding.warning(domain, "MX" + MISSING + "bounces cannot be delivered"));
    }

    private Finding spf() throws Dns.SilentException {
        SpfRecords records = new SpfRecords(dns);
        List<String> found = records.of(domain);
        if (found.isEmpty()) {
            return Finding.warning(domain, SPF + MISSING + "many receivers will distrust its mail"
                + expected.map(all -> EXPECTED + all.spf().data()).orElse(""));
        }
        if (found.size() > 1) {
            return Finding.error(domain, SPF + ": there are " + found.size() + ", so receivers heed none; make one of them");
        }
        // A smarthost may have other addresses than those of its name.
        return expected.map(DomainRecords::sending).filter(sending -> sending.smarthosts().isEmpty()).isPresent()
            ? spf(records, found.get(0), expected.get().sending())
            : Finding.ok(domain, SPF + ": " + found.get(0));
    }

    private Finding spf(SpfRecords records, String found, Sending sending) throws Dns.SilentException {
        String server = sending.server().value();
        for (InetAddress address : dns.addresses(server)) {
            String result = isPublic(address) ? records.result(address, domain, server) : "pass";
            String shown = SPF + ": " + found;
            switch (result) {
                case "pass" -> { }
                case "temperror" -> throw new Dns.SilentException("SPF of " + domain);
                case "permerror" -> {
                    return Finding.error(domain, shown + ": receivers cannot evaluate it" + EXPECTED
                        + expected.orElseThrow().spf().data());
                }
                default -> {
                    return Finding.warning(domain, shown + ": does not say that " + address.getHostAddress() + ", which is " + server
                        + ", may send (" + result + "), and receivers will distrust its mail; add " + sending.spfMechanisms());
                }
            }
        }
        return Finding.ok(domain, SPF + ": " + found);
    }

    /** Others see another address where a network translates. */
    private static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isSiteLocalAddress() && !address.isLinkLocalAddress();
    }

    /** Where a domain has none, that of a domain above counts (RFC 7489 §6.6.3). */
    private Finding dmarc() throws Dns.SilentException {
        for (String name = domain; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
            List<String> found = dns.texts("_dmarc." + name).stream().filter(text -> text.startsWith("v=DMARC1")).toList();
            if (!found.isEmpty()) {
                boolean heeded = found.size() == 1 && TagList.parse(found.get(0)).get("p").filter(POLICIES::contains).isPresent();
                return heeded ? Finding.ok(domain, DMARC + ": " + found.get(0))
                    : Finding.warning(domain, DMARC + ": " + String.join(", ", found)
                        + ": receivers heed one record only, with p=none, quarantine or reject");
            }
        }
        return Finding.warning(domain, DMARC + MISSING + "forged mail is not refused"
            + expected.map(all -> EXPECTED + all.dmarc().data()).orElse(""));
    }

    private Finding anyService(String label) throws Dns.SilentException {
        return dns.records(label + "._tcp." + domain, Type.SRV).stream().findFirst()
            .map(data -> Finding.ok(domain, "SRV " + label + "._tcp: " + data))
            .orElseGet(() -> Finding.warning(domain, "SRV " + label + "._tcp" + MISSING + "mail programs cannot find this server"));
    }

    private Finding service(ZoneRecord record, String consequence) throws Dns.SilentException {
        String what = "SRV " + record.name().substring(0, record.name().length() - domain.length() - 1);
        List<String> found = dns.records(record.name(), Type.SRV);
        if (found.isEmpty()) {
            return isDenial(record) ? Finding.ok(domain, what + ": none, and no such listener")
                : Finding.warning(domain, what + MISSING + consequence + EXPECTED + record.data());
        }
        return found.stream().filter(data -> place(data).equalsIgnoreCase(place(record.data()))).findFirst()
            .map(data -> Finding.ok(domain, what + ": " + data))
            .orElseGet(() -> Finding.warning(domain, what + ": " + String.join(", ", found) + EXPECTED + record.data()));
    }

    private static boolean isDenial(ZoneRecord record) {
        return place(record.data()).endsWith(" .");
    }

    /** Port and host; priority and weight are for the operator to choose. */
    private static String place(String data) {
        String[] fields = data.split(" ");
        return fields[2] + " " + fields[3];
    }

    private Finding webName(ZoneRecord record) throws Dns.SilentException {
        String name = record.name();
        List<InetAddress> found = dns.addresses(name);
        if (found.isEmpty()) {
            return Finding.warning(domain, name + MISSING + "Thunderbird cannot find its settings" + EXPECTED + "CNAME " + record.data());
        }
        return Collections.disjoint(found, dns.addresses(record.data()))
            ? Finding.warning(domain, name + ": has other addresses than " + record.data() + EXPECTED + "CNAME " + record.data())
            : Finding.ok(domain, name + ": leads to " + record.data());
    }
}
