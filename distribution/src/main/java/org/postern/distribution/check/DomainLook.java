// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.Domain;
import org.postern.distribution.zone.DomainRecords;
import org.postern.distribution.zone.ZoneRecord;
import org.postern.submission.dkim.TagList;
import org.xbill.DNS.Type;

/** Compares what the DNS says of one domain with what {@code postern dns} would have it say. */
final class DomainLook {

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

    /** Whether one record, or one kind of them, is as it should be. */
    private interface Question {
        Finding ask() throws Dns.UnansweredException;
    }

    /** @throws Dns.SilentException when no name server answers; where one fails for a name, the others are asked for all the same */
    List<Finding> findings() throws Dns.SilentException {
        List<Finding> findings = new ArrayList<>();
        for (Question question : questions()) {
            try {
                findings.add(question.ask());
            } catch (Dns.SilentException e) {
                throw e;
            } catch (Dns.UnansweredException e) {
                findings.add(Finding.warning(domain, "the DNS does not answer (" + e.getMessage() + ")"));
            }
        }
        return findings;
    }

    private List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        questions.add(this::exchanger);
        questions.add(() -> new SpfLook(dns).at(domain, expected.map(DomainRecords::sending), expected.map(DomainRecords::spf),
            "many receivers will distrust its mail"));
        questions.add(this::dmarc);
        if (expected.isEmpty()) {
            for (String label : List.of("_submissions", "_submission")) {
                questions.add(() -> anyService(label));
            }
        } else {
            for (ZoneRecord record : expected.get().services()) {
                questions.add(() -> service(record, "mail programs cannot find this server"));
            }
            for (ZoneRecord record : expected.get().autoconfig()) {
                questions.add(record.type().equals("SRV") ? () -> service(record, "Outlook cannot find its settings")
                    : () -> webName(record));
            }
        }
        return questions;
    }

    private Finding exchanger() throws Dns.UnansweredException {
        return dns.records(domain, Type.MX).stream().findFirst()
            .map(data -> Finding.ok(domain, "MX: " + data))
            .orElseGet(() -> Finding.warning(domain, "MX" + MISSING + "bounces cannot be delivered"));
    }

    /** Where a domain has none, that of a domain above counts (RFC 7489 §6.6.3). */
    private Finding dmarc() throws Dns.UnansweredException {
        for (String name = domain; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
            List<String> found = dns.texts("_dmarc." + name).stream().filter(text -> text.startsWith("v=DMARC1")).toList();
            if (!found.isEmpty()) {
                boolean heeded = found.size() == 1 && TagList.parse(found.get(0)).get("p").filter(DomainLook::isPolicy).isPresent();
                return heeded ? Finding.ok(domain, DMARC + ": " + found.get(0))
                    : Finding.warning(domain, DMARC + ": " + String.join(", ", found)
                        + ": receivers heed one record only, with p=none, quarantine or reject");
            }
        }
        return Finding.warning(domain, DMARC + MISSING + "forged mail is not refused"
            + expected.map(all -> EXPECTED + all.dmarc().data()).orElse(""));
    }

    private static boolean isPolicy(String word) {
        return POLICIES.contains(word.toLowerCase(Locale.ROOT));
    }

    private Finding anyService(String label) throws Dns.UnansweredException {
        return dns.records(label + "._tcp." + domain, Type.SRV).stream().findFirst()
            .map(data -> Finding.ok(domain, "SRV " + label + "._tcp: " + data))
            .orElseGet(() -> Finding.warning(domain, "SRV " + label + "._tcp" + MISSING + "mail programs cannot find this server"));
    }

    private Finding service(ZoneRecord record, String consequence) throws Dns.UnansweredException {
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

    private Finding webName(ZoneRecord record) throws Dns.UnansweredException {
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
