// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.postern.accounts.AddressBlock;
import org.postern.distribution.zone.Sending;
import org.postern.distribution.zone.ZoneRecord;

/** Whether receivers that heed SPF take mail from this server. */
final class SpfLook {

    private static final String WHAT = "SPF (TXT v=spf1)";

    /** RFC 4193 §3.1 and RFC 6598 §7; Java knows the older ones. */
    private static final List<AddressBlock> INSIDE = List.of(AddressBlock.parse("fc00::/7"), AddressBlock.parse("100.64.0.0/10"));

    private final Dns dns;

    SpfLook(Dns dns) {
        this.dns = dns;
    }

    /**
     * @param sending from where mail comes, if that is known
     * @param expected what the name could say, if that is known
     * @param consequence of no record
     */
    Finding at(String name, Optional<Sending> sending, Optional<ZoneRecord> expected, String consequence) throws Dns.UnansweredException {
        List<String> found = SpfEvaluation.records(dns, name);
        String proposal = expected.map(record -> "; expected is " + record.data()).orElse("");
        if (found.isEmpty()) {
            return Finding.warning(name, WHAT + ": no such record; " + consequence + proposal);
        }
        if (found.size() > 1) {
            return Finding.error(name, WHAT + ": there are " + found.size() + ", so receivers heed none; make one of them");
        }
        String shown = WHAT + ": " + found.get(0);
        // A smarthost may have other addresses than those of its name.
        if (sending.isPresent() && sending.get().deliversItself()) {
            for (InetAddress address : dns.addresses(sending.get().server().value())) {
                Optional<Finding> fault = isPublic(address) ? fault(name, shown, address, sending.get(), proposal) : Optional.empty();
                if (fault.isPresent()) {
                    return fault.get();
                }
            }
        }
        return Finding.ok(name, shown);
    }

    private Optional<Finding> fault(String name, String shown, InetAddress address, Sending sending, String proposal) {
        String server = sending.server().value();
        SpfEvaluation.Result result = new SpfEvaluation(dns, address).of(name);
        return switch (result) {
            case PASS, OPEN -> Optional.empty();
            case TEMPERROR -> Optional.of(Finding.warning(name, shown + ": the DNS does not answer for a name in it, so receivers cannot"
                + " evaluate it for now"));
            case PERMERROR -> Optional.of(Finding.error(name, shown + ": receivers cannot evaluate it" + proposal));
            default -> Optional.of(Finding.warning(name, shown + ": does not say that " + server + " (" + address.getHostAddress()
                + ") may send: " + result.name().toLowerCase(Locale.ROOT) + "; add " + sending.spfMechanisms()));
        };
    }

    /** Others see another address where a network translates. */
    private static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isSiteLocalAddress() && !address.isLinkLocalAddress()
            && INSIDE.stream().noneMatch(block -> block.contains(address.getHostAddress()));
    }
}
