// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.NetUtil;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/**
 * How many sessions a listener has at a time, altogether and per client address. An IPv6 client has all addresses of its
 * network (/64, RFC 4291 §2.5.4) at its disposal, so these count as one. The only session of an address finds room as long as there
 * are not more addresses than sessions may be: a guesser with some dozens of addresses fills the listener, and still keeps nobody out.
 */
final class ConnectionLimits {
    /** So many above the limit are told why they are refused; more are a flood, and cost us nothing but a close. */
    private static final int POLITENESS = 50;

    private final int limit;
    private final int limitPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    /** 0 stands for no limit. */
    ConnectionLimits(int limit, int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    /** Counts a session in, also one that is refused; {@link #leave(String)} counts it out. */
    Optional<Reply> enter(String address) {
        int now = all.incrementAndGet();
        int nowFromThere = byAddress.merge(source(address), 1, Integer::sum);
        if (limit > 0 && (nowFromThere == 1 ? byAddress.size() : now) > limit) {
            return Optional.of(DialogueReplies.tooManyConnections());
        }
        if (limitPerAddress > 0 && nowFromThere > limitPerAddress) {
            return Optional.of(DialogueReplies.tooManyConnectionsFromYou());
        }
        return Optional.empty();
    }

    /** Whether this one is far beyond the limits. */
    boolean isFlood(String address) {
        int fromThere = byAddress.getOrDefault(source(address), 0);
        return limit > 0 && (fromThere == 1 ? byAddress.size() : all.get()) > limit + POLITENESS
            || limitPerAddress > 0 && fromThere > limitPerAddress + POLITENESS;
    }

    void leave(String address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(source(address), (key, count) -> count == 1 ? null : count - 1);
    }

    private static String source(String address) {
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(address);
        return octets != null && octets.length == 16 ? HexFormat.of().formatHex(octets, 0, 8) : address;
    }
}
