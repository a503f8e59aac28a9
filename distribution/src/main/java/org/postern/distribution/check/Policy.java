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

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.GuessingSettings;
import org.postern.accounts.LimitsFile;
import org.postern.accounts.LoginMemory;
import org.postern.accounts.SourcesFile;
import org.postern.accounts.alerts.AlertSettings;
import org.postern.accounts.certificates.ClientCertificates;
import org.postern.accounts.oauth.OAuthSettings;
import org.postern.accounts.pop.PopSettings;
import org.postern.accounts.sending.Allowances;
import org.postern.bridge.AddressesFile;
import org.postern.bridge.Grants;
import org.postern.bridge.RecipientRules;
import org.postern.distribution.autoconfig.AutoconfigFile;
import org.postern.distribution.server.HomeDirectories;
import org.postern.distribution.server.ServerOptions;
import org.postern.distribution.store.PasswordScheme;
import org.postern.distribution.trace.TraceSettings;
import org.postern.hooks.RecipientPolicy;
import org.postern.submission.SenderRights;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.repairs.StandardRepairs;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Whether there are the checks and repairs that the XML switches, and whether its rules and those of other files can be read. */
final class Policy implements Look {

    private static final SenderRights ANY = (identity, address) -> true;

    private final List<String> checks = new StandardChecks(ANY).names();
    private final List<String> repairs = new StandardRepairs(ANY, Clock.systemUTC(), new Random(), "localhost").names();

    /** What reads a file of rules. */
    private interface Reader {
        void read(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException;
    }

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
        findings.addAll(read(conf, "smtpserver.xml", "all rules about recipients can be read", Policy::readRecipientRules));
        findings.addAll(read(conf, "grants.xml", "all grants can be read", Grants::parse));
        findings.addAll(read(conf, LimitsFile.NAME, "all limits and alerts can be read", Policy::readLimits));
        findings.addAll(read(conf, TraceSettings.NAME, "it says how long the trace is kept", TraceSettings::parse));
        findings.addAll(read(conf, "addresses.xml", "all rules can be read", AddressesFile::parse));
        findings.addAll(read(conf, SourcesFile.NAME, "passwords can be kept as it says", PasswordScheme::parse));
        FileSystem files = new FileSystemImpl(new HomeDirectories(options.home()));
        findings.addAll(read(conf, SourcesFile.NAME, "all sources can be read", file -> SourcesFile.check(file, files)));
        findings.addAll(read(conf, AuthenticationFile.NAME, "all settings can be read", file -> readAuthentication(file, files)));
        findings.addAll(read(conf, AutoconfigFile.NAME, "all settings can be read", file -> readAutoconfig(file, findings)));
        return findings;
    }

    private static void readAutoconfig(HierarchicalConfiguration<ImmutableNode> content, List<Finding> findings)
            throws ConfigurationException {
        AutoconfigFile file = AutoconfigFile.parse(content);
        if (file.isServed() && file.incoming().isEmpty()) {
            findings.add(Finding.warning(AutoconfigFile.NAME, "there is no <incoming>, without which Thunderbird and Apple's devices make"
                + " no account; say where people read their mail"));
        }
    }

    private static void readAuthentication(HierarchicalConfiguration<ImmutableNode> content, FileSystem files)
            throws ConfigurationException {
        AuthenticationFile file = AuthenticationFile.parse(content);
        GuessingSettings.of(file);
        new LoginMemory(file);
        OAuthSettings.of(file, files::getResource);
        ClientCertificates.check(file, files);
        PopSettings.of(file);
    }

    private static void readRecipientRules(HierarchicalConfiguration<ImmutableNode> servers) throws ConfigurationException {
        for (HierarchicalConfiguration<ImmutableNode> handler : servers.configurationsAt("smtpserver.handlerchain.handler")) {
            if (RecipientPolicy.class.getName().equals(handler.getString("[@class]"))) {
                RecipientRules.parse(handler);
            }
        }
    }

    private static void readLimits(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        LimitsFile limits = LimitsFile.parse(file);
        new Allowances(limits);
        AlertSettings.parse(limits);
    }

    private static void look(String file, String where, String name, List<String> known, List<Finding> findings) {
        findings.add(known.contains(name) ? Finding.ok(file, where + " is known")
            : Finding.error(file, where + ": there is no '" + name + "', there are " + String.join(", ", known)));
    }

    private static List<Finding> read(Path conf, String name, String good, Reader reader) throws IOException {
        Path file = conf.resolve(name);
        if (Files.notExists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            reader.read(FileConfigurationProvider.getConfig(in));
            return List.of(Finding.ok(name, good));
        } catch (ConfigurationException | ConfigurationRuntimeException e) {
            return List.of(Finding.error(name, e.getMessage().replace(name + ": ", "")));
        }
    }

    private static Stream<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
