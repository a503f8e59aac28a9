// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Records as a piece of a zone, each group below what an operator has to know of it. */
public final class ZoneText {

    private final DomainRecords records;

    public ZoneText(DomainRecords records) {
        this.records = records;
    }

    /** @param mx the host that takes the domain's mail, if the operator has said it */
    public List<String> lines(Optional<String> mx) {
        String domain = records.domain().asString();
        String server = records.sending().server().value();
        List<String> lines = new ArrayList<>();
        group(lines, services(domain), records.services().stream());
        group(lines, mx.isPresent() ? List.of("Who takes mail for " + domain + ".")
            : List.of("Who takes mail for " + domain + " is to be said by an MX record. That is not this server, which has no",
                "mailboxes. Without one, reports of failed delivery cannot come back."),
            mx.stream().map(host -> new ZoneRecord(domain, "MX", "10 " + host + ".")));
        group(lines, spf(domain), Stream.of(records.spf()));
        records.reportSpf().ifPresent(record -> group(lines,
            List.of("The same for reports, which have no sender: receivers look at the name by which this server greets. The name needs an",
                "A or AAAA record, and the address a PTR record that leads back to it."), Stream.of(record)));
        group(lines, records.keys().isEmpty()
            ? List.of("DKIM: mail of " + domain + " is not signed yet; \"postern dkim-keygen " + domain + "\" makes a key.")
            : List.of("DKIM: the keys with which mail of " + domain + " is signed."),
            records.keys().stream().map(ZoneRecord::of));
        group(lines, List.of("DMARC: mail that neither SPF nor DKIM vouches for goes to the recipients' spam. Begin with p=none while you",
            "find out who else sends for the domain; reports on that go to the address in rua."), Stream.of(records.dmarc()));
        group(lines, records.autoconfig().isEmpty()
            ? List.of("Settings for mail programs over HTTP are not served; see autoconfig.xml.")
            : List.of("Where mail programs get their settings: Thunderbird at autoconfig." + domain + ", Outlook by SRV. The",
                "certificate of " + server + " should name autoconfig." + domain + ", too."), records.autoconfig().stream());
        return lines;
    }

    private List<String> services(String domain) {
        return List.of("Where mail programs of people at " + domain + " find their servers, with TLS from the beginning first. A dot as",
            "the host means that there is no such service.");
    }

    private List<String> spf(String domain) {
        List<String> lines = new ArrayList<>(List.of(
            "SPF: who may send mail from addresses at " + domain + ". There may be one such record only: add to the one that is there.",
            "When everybody who sends is in it, ~all may become -all."));
        if (!records.sending().smarthosts().isEmpty()) {
            String share = records.sending().deliversItself() ? "Some" : "All";
            lines.add(share + " mail leaves through a smarthost, which may send from other addresses than those of its name: what its");
            lines.add("operator says about SPF goes before this, often an include:.");
        }
        return lines;
    }

    private static void group(List<String> lines, List<String> comment, Stream<ZoneRecord> group) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        comment.forEach(line -> lines.add("; " + line));
        group.map(ZoneRecord::line).forEach(lines::add);
    }
}
