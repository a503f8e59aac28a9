// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.util.DurationParser;
import org.postern.accounts.SourcesFile;
import org.postern.submission.InternationalDomain;

/**
 * What {@code <radius>} of {@code usersrepository.xml} says.
 *
 * @param servers with their ports, in the order in which to ask
 * @param timeout for one answer
 * @param domains in A-labels; empty for all names
 */
record RadiusSettings(List<HostAndPort> servers, SharedSecret secret, Duration timeout, int tries, Set<String> domains, NameForm form) {
    private static final String SERVER = "server";
    private static final String SECRET_FILE = "secretFile";
    private static final String TIMEOUT = "timeout";
    private static final String TRIES = "tries";
    private static final String DOMAIN = "domain";
    private static final String NAME = "name";
    private static final List<String> KNOWN = List.of(SERVER, SECRET_FILE, TIMEOUT, TRIES, DOMAIN, NAME);

    /** RFC 2865 §3. */
    private static final int PORT = 1812;
    private static final int MOST_TRIES = 10;
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
    /** With a second source that is as slow it is still less than the two minutes in which a client is answered (RFC 6409 §5.3). */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(40);

    RadiusSettings {
        servers = List.copyOf(servers);
        domains = Set.copyOf(domains);
    }

    /** @throws ConfigurationException when an element is wrong, with what is allowed */
    static RadiusSettings of(HierarchicalConfiguration<ImmutableNode> element, FileSystem files) throws ConfigurationException {
        for (ImmutableNode child : element.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (!KNOWN.contains(child.getNodeName())) {
                throw new ConfigurationException(SourcesFile.NAME + ": <radius> does not know <" + child.getNodeName() + ">, allowed is "
                    + String.join(", ", KNOWN));
            }
        }
        RadiusSettings settings = new RadiusSettings(servers(element), secret(text(element, SECRET_FILE, ""), files),
            timeout(text(element, TIMEOUT, "3 seconds")), tries(text(element, TRIES, "2")), domains(element),
            form(text(element, NAME, "full")));
        if (settings.patience().compareTo(MOST_PATIENCE) >= 0) {
            throw new ConfigurationException(SourcesFile.NAME + ": <radius> asks " + settings.servers.size() + " x " + settings.tries
                + " times for " + settings.timeout.toMillis() + " ms, allowed is less than " + MOST_PATIENCE.toSeconds() + " s in all");
        }
        // Otherwise whoever is ann to the servers would be ann in every domain.
        if (settings.form == NameForm.LOCAL && settings.domains.size() != 1) {
            throw wrong(NAME, "local", "local with exactly one <" + DOMAIN + ">, or full");
        }
        return settings;
    }

    /** Never do people wait longer for all servers together. */
    Duration patience() {
        return timeout.multipliedBy((long) servers.size() * tries);
    }

    boolean asksFor(Username username) {
        return domains.isEmpty() || names(username);
    }

    /** Whether the name is of one of the domains. */
    boolean names(Username username) {
        return username.getDomainPart().map(Domain::asString).flatMap(InternationalDomain::ascii).filter(domains::contains).isPresent();
    }

    private static List<HostAndPort> servers(HierarchicalConfiguration<ImmutableNode> element) throws ConfigurationException {
        List<HostAndPort> servers = new ArrayList<>();
        for (String text : element.getList(String.class, SERVER, List.of())) {
            servers.add(server(text.strip()));
        }
        if (servers.isEmpty()) {
            throw new ConfigurationException(SourcesFile.NAME + ": <radius> has no <" + SERVER + ">");
        }
        return servers;
    }

    private static HostAndPort server(String text) throws ConfigurationException {
        try {
            HostAndPort server = HostAndPort.fromString(text).requireBracketsForIPv6().withDefaultPort(PORT);
            if (server.getPort() > 0
                    && (InetAddresses.isInetAddress(server.getHost()) || InternetDomainName.isValid(server.getHost()))) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for any other text that is no server.
        }
        throw wrong(SERVER, text, "HOST or HOST:PORT, as in radius1.example.org, 192.0.2.7:1812 or [2001:db8::7]:1812");
    }

    private static SharedSecret secret(String file, FileSystem files) throws ConfigurationException {
        String allowed = "a file with one line that is the secret, as in file://conf/radius.secret";
        if (file.isEmpty()) {
            throw wrong(SECRET_FILE, file, allowed);
        }
        try (InputStream content = files.getResource(file)) {
            List<String> lines = new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            if (lines.size() == 1 && !lines.get(0).isBlank()) {
                return SharedSecret.of(lines.get(0));
            }
        } catch (IOException e) {
            throw wrong(SECRET_FILE, file, allowed);
        }
        throw wrong(SECRET_FILE, file, allowed);
    }

    private static Duration timeout(String text) throws ConfigurationException {
        try {
            Duration timeout = DurationParser.parse(text);
            if (timeout.compareTo(LEAST_TIMEOUT) >= 0 && timeout.compareTo(MOST_PATIENCE) < 0) {
                return timeout;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Told below, as for any other text that is no such time.
        }
        throw wrong(TIMEOUT, text, "a time of at least " + LEAST_TIMEOUT.toMillis() + " ms and less than " + MOST_PATIENCE.toSeconds()
            + " seconds");
    }

    private static int tries(String text) throws ConfigurationException {
        try {
            int tries = Integer.parseInt(text);
            if (tries > 0 && tries <= MOST_TRIES) {
                return tries;
            }
        } catch (NumberFormatException e) {
            // Told below, as for any other text that is no such number.
        }
        throw wrong(TRIES, text, "a whole number of 1 to " + MOST_TRIES);
    }

    private static Set<String> domains(HierarchicalConfiguration<ImmutableNode> element) throws ConfigurationException {
        Set<String> domains = new HashSet<>();
        for (String text : element.getList(String.class, DOMAIN, List.of())) {
            domains.add(domain(text.strip()));
        }
        return domains;
    }

    private static String domain(String text) throws ConfigurationException {
        Optional<String> ascii = InternationalDomain.ascii(text.toLowerCase(Locale.ROOT)).filter(InternetDomainName::isValid);
        if (ascii.isEmpty()) {
            throw wrong(DOMAIN, text, "a domain, as in example.org");
        }
        return ascii.get();
    }

    private static NameForm form(String text) throws ConfigurationException {
        return switch (text) {
            case "full" -> NameForm.FULL;
            case "local" -> NameForm.LOCAL;
            default -> throw wrong(NAME, text, "full or local");
        };
    }

    private static String text(HierarchicalConfiguration<ImmutableNode> element, String name, String otherwise) {
        return element.getString(name, otherwise).strip();
    }

    private static ConfigurationException wrong(String element, String value, String allowed) {
        return new ConfigurationException(SourcesFile.NAME + ": <" + element + "> of <radius> is '" + value + "', allowed is " + allowed);
    }
}
