// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

import com.google.common.net.InetAddresses;
import org.postern.accounts.AddressBlock;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What a receiver finds in SPF records for mail from one address (RFC 7208 §4). Terms that depend on the message, which are those with
 * macros, {@code exists} and {@code ptr}, leave it open.
 */
final class SpfEvaluation {

    /** RFC 7208 §4.6.4. */
    private static final int MOST_LOOK_UPS = 10;
    private static final String VERSION = "v=spf1( .*)?";

    private final Dns dns;
    private final InetAddress from;
    private int lookUps;

    SpfEvaluation(Dns dns, InetAddress from) {
        this.dns = dns;
        this.from = from;
    }

    /** RFC 7208 §2.6; and that it is not known. */
    enum Result { PASS, FAIL, SOFTFAIL, NEUTRAL, NONE, PERMERROR, TEMPERROR, OPEN }

    /** Ends an evaluation early. */
    private static final class End extends Exception {

        private static final long serialVersionUID = 1L;
        private final Result result;

        End(Result result) {
            super(result.name());
            this.result = result;
        }
    }

    /** The SPF records of a name; more than one is an error (RFC 7208 §4.5). */
    static List<String> records(Dns dns, String name) throws Dns.UnansweredException {
        return dns.texts(name).stream().filter(text -> text.toLowerCase(Locale.ROOT).matches(VERSION)).toList();
    }

    Result of(String domain) {
        try {
            return evaluate(domain);
        } catch (End e) {
            return e.result;
        } catch (Dns.UnansweredException e) {
            return Result.TEMPERROR;
        } catch (IllegalArgumentException e) {
            // A term or a name that is none.
            return Result.PERMERROR;
        }
    }

    private Result evaluate(String domain) throws Dns.UnansweredException, End {
        List<String> records = records(dns, domain);
        if (records.size() != 1) {
            return records.isEmpty() ? Result.NONE : Result.PERMERROR;
        }
        SpfTerms terms = SpfTerms.parse(records.get(0));
        for (SpfTerms.Mechanism mechanism : terms.mechanisms()) {
            if (matches(mechanism, domain)) {
                return result(mechanism.qualifier());
            }
        }
        return terms.redirect().isPresent() ? other(terms.redirect().get()) : Result.NEUTRAL;
    }

    private static Result result(String qualifier) {
        return switch (qualifier) {
            case "-" -> Result.FAIL;
            case "~" -> Result.SOFTFAIL;
            case "?" -> Result.NEUTRAL;
            default -> Result.PASS;
        };
    }

    private boolean matches(SpfTerms.Mechanism mechanism, String domain) throws Dns.UnansweredException, End {
        String name = mechanism.name().orElse(domain);
        if (name.contains("%")) {
            throw new End(Result.OPEN);
        }
        switch (mechanism.kind()) {
            case "all":
                return true;
            case "ip4", "ip6":
                return isOneOf(List.of(InetAddresses.forString(name)), mechanism);
            case "a":
                count();
                return isOneOf(dns.addresses(name), mechanism);
            case "mx":
                count();
                for (Record exchanger : dns.ask(name, Type.MX)) {
                    if (isOneOf(dns.addresses(((MXRecord) exchanger).getTarget().toString()), mechanism)) {
                        return true;
                    }
                }
                return false;
            case "include":
                return other(name) == Result.PASS;
            default:
                throw new End(Result.OPEN);
        }
    }

    /** RFC 7208 §5.2 and §6.1: what another name says; that it says nothing is an error. */
    private Result other(String name) throws Dns.UnansweredException, End {
        if (name.contains("%")) {
            throw new End(Result.OPEN);
        }
        count();
        Result result = evaluate(name);
        if (result == Result.NONE || result == Result.PERMERROR) {
            throw new End(Result.PERMERROR);
        }
        return result;
    }

    private boolean isOneOf(List<InetAddress> addresses, SpfTerms.Mechanism mechanism) {
        String sought = InetAddresses.toAddrString(from);
        return addresses.stream().anyMatch(address -> new AddressBlock(address,
            address instanceof Inet4Address ? mechanism.ipv4() : mechanism.ipv6()).contains(sought));
    }

    private void count() throws End {
        lookUps++;
        if (lookUps > MOST_LOOK_UPS) {
            throw new End(Result.PERMERROR);
        }
    }
}
