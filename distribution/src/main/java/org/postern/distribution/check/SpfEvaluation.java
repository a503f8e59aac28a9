// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern MODIFIER = Pattern.compile("(?i)([a-z][a-z0-9_.-]*)=(.*)");
    private static final Pattern MECHANISM =
        Pattern.compile("(?i)([+?~-]?)(all|include|a|mx|ip4|ip6|exists|ptr)(?::([^/]*))?(?:/(\\d{1,3}))?(?://(\\d{1,3}))?");

    private final Dns dns;
    private final InetAddress from;
    private int lookUps;

    SpfEvaluation(Dns dns, InetAddress from) {
        this.dns = dns;
        this.from = from;
    }

    /** RFC 7208 §2.6; and that it is not known. */
    enum Result { PASS, FAIL, SOFTFAIL, NEUTRAL, NONE, PERMERROR, OPEN }

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
    static List<String> records(Dns dns, String name) throws Dns.SilentException {
        return dns.texts(name).stream().filter(text -> text.toLowerCase(Locale.ROOT).matches(VERSION)).toList();
    }

    Result of(String domain) throws Dns.SilentException {
        try {
            return evaluate(domain);
        } catch (End e) {
            return e.result;
        } catch (IllegalArgumentException e) {
            // A name or an address that is none.
            return Result.PERMERROR;
        }
    }

    private Result evaluate(String domain) throws Dns.SilentException, End {
        List<String> records = records(dns, domain);
        if (records.size() != 1) {
            return records.isEmpty() ? Result.NONE : Result.PERMERROR;
        }
        Optional<String> redirect = Optional.empty();
        for (String term : records.get(0).strip().split(" +")) {
            Matcher modifier = MODIFIER.matcher(term);
            if (modifier.matches()) {
                redirect = modifier.group(1).equalsIgnoreCase("redirect") ? Optional.of(modifier.group(2)) : redirect;
                continue;
            }
            Matcher mechanism = MECHANISM.matcher(term);
            if (!mechanism.matches()) {
                return Result.PERMERROR;
            }
            if (matches(mechanism, domain)) {
                return result(mechanism.group(1));
            }
        }
        return redirect.isPresent() ? other(redirect.get()) : Result.NEUTRAL;
    }

    private static Result result(String qualifier) {
        return switch (qualifier) {
            case "-" -> Result.FAIL;
            case "~" -> Result.SOFTFAIL;
            case "?" -> Result.NEUTRAL;
            default -> Result.PASS;
        };
    }

    private boolean matches(Matcher mechanism, String domain) throws Dns.SilentException, End {
        String name = Optional.ofNullable(mechanism.group(3)).orElse(domain);
        if (name.contains("%")) {
            throw new End(Result.OPEN);
        }
        switch (mechanism.group(2).toLowerCase(Locale.ROOT)) {
            case "all":
                return true;
            case "ip4", "ip6":
                return isWithin(InetAddresses.forString(name), mechanism.group(4));
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
    private Result other(String name) throws Dns.SilentException, End {
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

    private boolean isOneOf(List<InetAddress> addresses, Matcher mechanism) {
        String prefix = mechanism.group(from.getAddress().length == Integer.BYTES ? 4 : 5);
        return addresses.stream().anyMatch(address -> isWithin(address, prefix));
    }

    /** @param prefix {@code null} for the address alone */
    private boolean isWithin(InetAddress address, String prefix) {
        int bits = address.getAddress().length * Byte.SIZE;
        int length = prefix == null ? bits : Integer.parseInt(prefix);
        if (length > bits) {
            throw new IllegalArgumentException("no prefix length: " + prefix);
        }
        return new AddressBlock(address, length).contains(InetAddresses.toAddrString(from));
    }

    private void count() throws End {
        lookUps++;
        if (lookUps > MOST_LOOK_UPS) {
            throw new End(Result.PERMERROR);
        }
    }
}
