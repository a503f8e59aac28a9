// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.common.net.InetAddresses;

/**
 * What an SPF record says. All of it is read before any of it is evaluated: a fault anywhere makes it void (RFC 7208 §4.6).
 *
 * @param redirect the name whose record counts where no mechanism matches
 */
record SpfTerms(List<Mechanism> mechanisms, Optional<String> redirect) {

    private static final Pattern MODIFIER = Pattern.compile("(?i)([a-z][a-z0-9_.-]*)=(.*)");
    private static final Pattern MECHANISM =
        Pattern.compile("(?i)([+?~-]?)(all|include|a|mx|ip4|ip6|exists|ptr)(?::([^/]+))?(?:/(\\d{1,3}))?(?://(\\d{1,3}))?");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    SpfTerms {
        mechanisms = List.copyOf(mechanisms);
    }

    /**
     * One term that may match (RFC 7208 §5).
     *
     * @param qualifier what a match means
     * @param name of a host or a domain, or an address; where there is none, the domain of the record is meant
     * @param ipv4 how many bits of an IPv4 address have to be the same
     * @param ipv6 the same for IPv6
     */
    record Mechanism(String qualifier, String kind, Optional<String> name, int ipv4, int ipv6) {

        private static Mechanism parse(String term) {
            Matcher matcher = MECHANISM.matcher(term);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no term of SPF: " + term);
            }
            String kind = matcher.group(2).toLowerCase(Locale.ROOT);
            Optional<String> name = Optional.ofNullable(matcher.group(3));
            Optional<String> first = Optional.ofNullable(matcher.group(4));
            Optional<String> second = Optional.ofNullable(matcher.group(5));
            boolean isNamed = switch (kind) {
                case "all" -> name.isEmpty();
                case "include", "exists", "ip4", "ip6" -> name.isPresent();
                default -> true;
            };
            boolean isBlock = switch (kind) {
                case "a", "mx" -> true;
                case "ip4", "ip6" -> second.isEmpty();
                default -> first.isEmpty() && second.isEmpty();
            };
            boolean isAddress = !kind.startsWith("ip")
                || name.map(InetAddresses::forString).map(InetAddress::getAddress).filter(octets ->
                    octets.length * Byte.SIZE == (kind.equals("ip4") ? IPV4_BITS : IPV6_BITS)).isPresent();
            if (!isNamed || !isBlock || !isAddress) {
                throw new IllegalArgumentException("no term of SPF: " + term);
            }
            return kind.equals("ip6") ? new Mechanism(matcher.group(1), kind, name, IPV4_BITS, bits(first, IPV6_BITS))
                : new Mechanism(matcher.group(1), kind, name, bits(first, IPV4_BITS), bits(second, IPV6_BITS));
        }

        private static int bits(Optional<String> prefix, int all) {
            int bits = prefix.map(Integer::valueOf).orElse(all);
            if (bits > all) {
                throw new IllegalArgumentException("no prefix length: " + bits);
            }
            return bits;
        }
    }

    /** @throws IllegalArgumentException when a term is wrong, or a modifier is there twice (RFC 7208 §6) */
    static SpfTerms parse(String text) {
        List<Mechanism> mechanisms = new ArrayList<>();
        Map<String, String> modifiers = new HashMap<>();
        // The version is written as a modifier is.
        for (String term : text.strip().split(" +")) {
            Matcher modifier = MODIFIER.matcher(term);
            if (!modifier.matches()) {
                mechanisms.add(Mechanism.parse(term));
                continue;
            }
            String name = modifier.group(1).toLowerCase(Locale.ROOT);
            boolean isTwice = modifiers.put(name, modifier.group(2)) != null;
            if (isTwice && List.of("redirect", "exp").contains(name)) {
                throw new IllegalArgumentException(name + " is there twice");
            }
        }
        return new SpfTerms(mechanisms, Optional.ofNullable(modifiers.get("redirect")));
    }
}
