// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.zone;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.common.net.InetAddresses;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.distribution.home.ServerName;

/**
 * From where receivers see mail come.
 *
 * @param server by which name this server greets them
 * @param smarthosts that take all mail in its place; none where it delivers itself
 */
public record Sending(ServerName server, List<String> smarthosts) {

    public Sending {
        smarthosts = List.copyOf(smarthosts);
    }

    /** @param container the content of {@code mailetcontainer.xml} */
    public static Sending of(ServerName server, HierarchicalConfiguration<ImmutableNode> container) {
        return new Sending(server, container.configurationsAt("processors.processor.mailet").stream()
            .flatMap(mailet -> Stream.of(mailet.getString("gateway", "").split(",")))
            .map(gateway -> gateway.strip().replaceFirst(":\\d+$", ""))
            .filter(gateway -> !gateway.isEmpty())
            .distinct()
            .toList());
    }

    /** The hosts that receivers see. */
    List<String> hosts() {
        return smarthosts.isEmpty() ? List.of(server.value()) : smarthosts;
    }

    /** What RFC 7208 §5 calls mechanisms. */
    public String spfMechanisms() {
        return hosts().stream().map(Sending::mechanism).collect(Collectors.joining(" "));
    }

    private static String mechanism(String host) {
        String bare = host.replaceAll("^\\[|\\]$", "");
        if (!InetAddresses.isInetAddress(bare)) {
            return "a:" + host;
        }
        return (bare.contains(":") ? "ip6:" : "ip4:") + bare;
    }
}
