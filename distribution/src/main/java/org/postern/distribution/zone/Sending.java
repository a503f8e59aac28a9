// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.zone;

import java.util.List;
import java.util.Set;
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
 * @param smarthosts that take mail in its place
 * @param deliversItself whether there is mail that no smarthost takes
 */
public record Sending(ServerName server, List<String> smarthosts, boolean deliversItself) {

    /** Without their packages: ours and that of James. */
    private static final Set<String> DELIVERIES = Set.of("Delivery", "RemoteDelivery");

    public Sending {
        smarthosts = List.copyOf(smarthosts);
    }

    /** @param container the content of {@code mailetcontainer.xml} */
    public static Sending of(ServerName server, HierarchicalConfiguration<ImmutableNode> container) {
        List<HierarchicalConfiguration<ImmutableNode>> mailets = container.configurationsAt("processors.processor.mailet");
        List<String> smarthosts = mailets.stream().flatMap(Sending::gateways).distinct().toList();
        boolean deliversItself = mailets.stream()
            .filter(mailet -> DELIVERIES.contains(mailet.getString("[@class]", "").replaceFirst(".*\\.", "")))
            .anyMatch(mailet -> gateways(mailet).findAny().isEmpty());
        return new Sending(server, smarthosts, deliversItself || smarthosts.isEmpty());
    }

    private static Stream<String> gateways(HierarchicalConfiguration<ImmutableNode> mailet) {
        return Stream.of(mailet.getString("gateway", "").split(","))
            .map(gateway -> gateway.strip().replaceFirst(":\\d+$", ""))
            .filter(gateway -> !gateway.isEmpty());
    }

    /** The hosts that receivers see. */
    List<String> hosts() {
        return Stream.concat(deliversItself ? Stream.of(server.value()) : Stream.empty(), smarthosts.stream()).toList();
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
