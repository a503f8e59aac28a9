// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.postern.bridge.Grants;
import org.postern.distribution.server.ServerOptions;
import org.postern.submission.SenderRights;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.repairs.StandardRepairs;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Whether there are the checks and repairs that the XML switches, and what grants.xml grants. */
final class Policy implements Look {

    private static final String GRANTS = "grants.xml";
    private static final SenderRights ANY = (identity, address) -> true;

    private final List<String> checks = new StandardChecks(ANY).names();
    private final List<String> repairs = new StandardRepairs(ANY, Clock.systemUTC(), new Random(), "localhost").names();

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        Path conf = options.home().conf();
        List<Finding> findings = new ArrayList<>();
        Element servers = XmlFiles.read(conf.resolve("smtpserver.xml")).getDocumentElement();
        elements(servers, "check").map(check -> check.getAttribute("name"))
            .forEach(name -> look("smtpserver.xml", "<check name=\"" + name + "\">", name, checks, findings));
        Element container = XmlFiles.read(conf.resolve("mailetcontainer.xml")).getDocumentElement();
        for (String element : List.of("off", "on")) {
            elements(container, "mailet").filter(mailet -> mailet.getAttribute("class").endsWith("RepairHeader"))
                .flatMap(mailet -> elements(mailet, element))
                .flatMap(names -> Stream.of(names.getTextContent().split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(name -> look("mailetcontainer.xml", "<" + element + ">" + name, name, repairs, findings));
        }
        if (Files.exists(conf.resolve(GRANTS))) {
            findings.add(grants(conf.resolve(GRANTS)));
        }
        return findings;
    }

    private static void look(String file, String where, String name, List<String> known, List<Finding> findings) {
        findings.add(known.contains(name) ? Finding.ok(file, where + " is known")
            : Finding.error(file, where + ": there is no '" + name + "', there are " + String.join(", ", known)));
    }

    private static Finding grants(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Grants.parse(FileConfigurationProvider.getConfig(in));
            return Finding.ok(GRANTS, "all grants can be read");
        } catch (ConfigurationException e) {
            return Finding.error(GRANTS, e.getMessage().replace(GRANTS + ": ", ""));
        }
    }

    private static Stream<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
