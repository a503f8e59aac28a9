// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import com.google.common.net.InetAddresses;

/**
 * The client's network as one party: an IPv4 address, or the /64 of an IPv6 address, which one household or one machine has
 * all for itself.
 *
 * @param text such as {@code 192.0.2.7} or {@code 2001:db8:0:1::/64}; empty when the address is not known
 */
public record Network(String text) {
    private static final int IPV6_PREFIX_OCTETS = 8;

    /** @param address an IP address, not a name: none is looked up; anything else is a network by that text */
    public static Network of(String address) {
        if (!InetAddresses.isInetAddress(address)) {
            return new Network(address);
        }
        InetAddress parsed = InetAddresses.forString(address);
        return new Network(parsed instanceof Inet6Address ? prefix(parsed.getAddress()) : parsed.getHostAddress());
    }

    private static String prefix(byte[] octets) {
        byte[] network = octets.clone();
        Arrays.fill(network, IPV6_PREFIX_OCTETS, network.length, (byte) 0);
        try {
            return InetAddresses.toAddrString(InetAddress.getByAddress(network)) + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
