// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.postern.distribution.home.Running;
import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.NodeList;

/** Whether the listeners' addresses are well written and free, or held by the server of this home. */
final class FreePorts implements Look {

    private static final String FILE = "smtpserver.xml";
    private static final int HIGHEST = 65_535;

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        Path file = options.home().conf().resolve(FILE);
        NodeList binds = XmlFiles.read(file).getElementsByTagName("bind");
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < binds.getLength(); i++) {
            for (String bind : binds.item(i).getTextContent().split(",")) {
                findings.add(look(bind.strip(), options));
            }
        }
        return findings;
    }

    private static Finding look(String bind, ServerOptions options) throws IOException {
        int colon = bind.lastIndexOf(':');
        String digits = bind.substring(colon + 1);
        if (colon < 1 || !digits.matches("\\d{1,5}") || options.shifted(Integer.parseInt(digits)) > HIGHEST) {
            return Finding.error(FILE, "<bind>" + bind + "</bind>: HOST:PORT is expected, with a port up to " + HIGHEST);
        }
        int port = options.shifted(Integer.parseInt(digits));
        String host = bind.substring(0, colon).replaceAll("^\\[|\\]$", "");
        String address = host + ":" + port;
        if (port == 0) {
            return Finding.ok(FILE, address + ": any free port");
        }
        if (Running.holds(options.home(), port)) {
            return Finding.ok(FILE, address + ": held by the running server of this home");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Finding.ok(FILE, address + ": free");
        } catch (IOException e) {
            return Finding.unavailable(FILE, address + ": cannot be bound (" + e.getMessage()
                + "); choose another in <bind> or with --port-offset");
        }
    }
}
