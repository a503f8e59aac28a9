// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.postern.distribution.admin.LoopbackJmx;
import org.postern.distribution.autoconfig.AutoconfigFile;
import org.postern.distribution.home.Running;
import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Whether the addresses of the listeners, WebAdmin, JMX and the server for mail programs are well written and free, or held by the server
 * of this home.
 */
final class FreePorts implements Look {

    private static final String FILE = "smtpserver.xml";
    private static final String WEBADMIN = "webadmin.properties";
    private static final String JMX = "jmx.properties";
    private static final int HIGHEST = 65_535;

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        Path conf = options.home().conf();
        NodeList listeners = XmlFiles.read(conf.resolve(FILE)).getElementsByTagName("smtpserver");
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < listeners.getLength(); i++) {
            Element listener = (Element) listeners.item(i);
            NodeList binds = listener.getElementsByTagName("bind");
            if (!listener.getAttribute("enabled").equals("false") && binds.getLength() > 0) {
                for (String bind : binds.item(0).getTextContent().split(",")) {
                    findings.add(look(FILE, "<bind>" + bind.strip() + "</bind>", bind.strip(), options));
                }
            }
        }
        Properties webAdmin = properties(conf.resolve(WEBADMIN));
        if (webAdmin.getProperty("enabled", "true").strip().equals("true")) {
            String port = webAdmin.getProperty("port", "8000").strip();
            findings.add(look(WEBADMIN, "port=" + port, webAdmin.getProperty("host", LoopbackJmx.HOST).strip() + ":" + port, options));
        }
        String port = properties(conf.resolve(JMX)).getProperty("jmx.port", "9999").strip();
        findings.add(look(JMX, "jmx.port=" + port, LoopbackJmx.HOST + ":" + port, options));
        findings.addAll(autoconfig(options));
        return findings;
    }

    private static List<Finding> autoconfig(ServerOptions options) throws IOException {
        Path file = options.home().conf().resolve(AutoconfigFile.NAME);
        List<Finding> findings = new ArrayList<>();
        if (Files.exists(file) && XmlFiles.read(file).getDocumentElement().getAttribute("enabled").strip().equals("true")) {
            for (String element : List.of("https", "http")) {
                NodeList binds = XmlFiles.read(file).getElementsByTagName(element);
                String text = binds.getLength() == 0 ? "" : binds.item(0).getTextContent();
                for (String bind : Stream.of(text.split(",")).map(String::strip).filter(piece -> !piece.isEmpty()).toList()) {
                    findings.add(look(AutoconfigFile.NAME, "<" + element + ">" + bind + "</" + element + ">", bind, options));
                }
            }
        }
        return findings;
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    private static Finding look(String file, String element, String bind, ServerOptions options) throws IOException {
        int colon = bind.lastIndexOf(':');
        String digits = bind.substring(colon + 1);
        if (colon < 1 || !digits.matches("\\d{1,5}") || options.shifted(Integer.parseInt(digits)) > HIGHEST) {
            return Finding.error(file, element + ": HOST:PORT is expected, with a port up to " + HIGHEST);
        }
        int port = options.shifted(Integer.parseInt(digits));
        String host = bind.substring(0, colon).replaceAll("^\\[|\\]$", "");
        String address = host + ":" + port;
        if (port == 0) {
            return Finding.ok(file, address + ": any free port");
        }
        if (Running.holds(options.home(), port)) {
            return Finding.ok(file, address + ": held by the running server of this home");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Finding.ok(file, address + ": free");
        } catch (IOException e) {
            return Finding.unavailable(file, address + ": cannot be bound (" + e.getMessage()
                + "); choose another one there or with --port-offset");
        }
    }
}
