// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.net.InetAddress;

import com.google.common.net.InetAddresses;

/**
 * A block of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3): {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one
 * address.
 *
 * @param first its network address
 * @param prefix how many leading bits are those of the block
 */
public record AddressBlock(InetAddress first, int prefix) {
    public static final String ALLOWED = "an address (192.0.2.7, 2001:db8::7) or a block of them (192.0.2.0/24, 2001:db8::/32)";

    /** @throws IllegalArgumentException when the text is no address, or no block that begins at its network address */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!InetAddresses.isInetAddress(address) || address.indexOf('%') >= 0) {
            throw new IllegalArgumentException("no IP address: " + address);
        }
        InetAddress first = InetAddresses.forString(address);
        int bits = first.getAddress().length * Byte.SIZE;
        AddressBlock block = new AddressBlock(first, slash < 0 ? bits : prefix(text.substring(slash + 1), bits));
        if (!block.hostBitsAreZero()) {
            throw new IllegalArgumentException(text + " does not begin at its network address");
        }
        return block;
    }

    /** @param address anything but an IP address is in no block */
    public boolean contains(String address) {
        if (!InetAddresses.isInetAddress(address)) {
            return false;
        }
        byte[] own = first.getAddress();
        byte[] other = InetAddresses.forString(address).getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (bit(own, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #parse} takes it. */
    public String text() {
        String address = InetAddresses.toAddrString(first);
        return prefix == first.getAddress().length * Byte.SIZE ? address : address + "/" + prefix;
    }

    private static int prefix(String text, int bits) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > bits) {
            throw new IllegalArgumentException("no prefix length of 0 to " + bits + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private boolean hostBitsAreZero() {
        byte[] octets = first.getAddress();
        for (int bit = prefix; bit < octets.length * Byte.SIZE; bit++) {
            if (bit(octets, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] octets, int number) {
        return octets[number / Byte.SIZE] >> (Byte.SIZE - 1 - number % Byte.SIZE) & 1;
    }
}
