// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.postern.distribution.home.ServerName;
import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.NodeList;

/** Whether the server's own name is one for others, and the smarthost's name leads anywhere. */
final class Names implements Look {

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(server(ServerName.of(options.home())));
        } catch (IllegalArgumentException e) {
            findings.add(Finding.error(ServerName.FILE, e.getMessage().replace(ServerName.FILE + ": ", "")));
        }
        Path container = options.home().conf().resolve("mailetcontainer.xml");
        NodeList gateways = XmlFiles.read(container).getElementsByTagName("gateway");
        for (int i = 0; i < gateways.getLength(); i++) {
            for (String gateway : gateways.item(i).getTextContent().split(",")) {
                findings.add(smarthost(gateway.strip()));
            }
        }
        return findings;
    }

    private static Finding server(ServerName name) {
        if (!name.isQualified()) {
            return Finding.warning(ServerName.FILE, "this host is called " + name
                + ", which is not fully qualified; many receivers will distrust its mail; set name=mail.example.org");
        }
        return resolves(name.value()) ? Finding.ok(ServerName.FILE, name + " has an address")
            : Finding.warning(ServerName.FILE, name + " has no address in the DNS; many receivers will distrust its mail");
    }

    private static Finding smarthost(String gateway) {
        String host = gateway.replaceFirst(":\\d+$", "");
        return resolves(host) ? Finding.ok("mailetcontainer.xml", "<gateway>" + gateway + "</gateway> has an address")
            : Finding.error("mailetcontainer.xml", "<gateway>" + gateway + "</gateway>: there is no host " + host);
    }

    private static boolean resolves(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
