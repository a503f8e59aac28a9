// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Username;
import org.apache.james.filesystem.api.FileSystem;
import org.postern.accounts.Password;
import org.postern.accounts.PasswordSource;
import org.postern.accounts.PersonLookup;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;

/**
 * The people whom RADIUS servers know (RFC 2865, PAP). Servers have to sign their answers with Message-Authenticator (RFC 2869
 * §5.14): one that does not is not heard. On a stock James the jar of aaa4j-radius-core has to be there too.
 *
 * <pre>{@code
 * <radius>
 *   <!-- HOST or HOST:PORT (1812), in the order in which to ask; one that is silent is asked last for a while -->
 *   <server>radius1.example.org</server>
 *   <server>radius2.example.org:1812</server>
 *   <!-- its first line is the secret that they share with this server -->
 *   <secretFile>file://conf/radius.secret</secretFile>
 *   <!-- for an answer, and how often each server is asked; servers x tries x timeout is less than 40 s -->
 *   <timeout>3 seconds</timeout>
 *   <tries>2</tries>
 *   <!-- only names of these domains are asked here, and a reject is final for them; without any: all names -->
 *   <domain>example.org</domain>
 *   <!-- what is sent as User-Name: full, ann@example.org, or local, ann; local with exactly one domain -->
 *   <name>full</name>
 * </radius>
 * }</pre>
 */
public final class RadiusSource implements PasswordSource, PersonLookup {
    private final RadiusSettings settings;
    private final List<RadiusServer> servers;
    private final AccessRequests requests;
    private final StoreCalls calls;

    /** @param clock in nanoseconds, for how long a server is remembered as silent */
    RadiusSource(RadiusSettings settings, LongSupplier clock) {
        this.settings = settings;
        this.servers = settings.servers().stream().map(address -> new RadiusServer(address, clock)).toList();
        this.requests = new AccessRequests(settings.secret());
        this.calls = new StoreCalls(settings.patience());
    }

    /** @throws ConfigurationException when an element is wrong, with what is allowed */
    public static RadiusSource of(HierarchicalConfiguration<ImmutableNode> element, FileSystem files) throws ConfigurationException {
        return new RadiusSource(RadiusSettings.of(element, files), System::nanoTime);
    }

    @Override
    public String name() {
        return "radius";
    }

    /** Known when the name is of a domain whose people are said to be here. Whether there is such a person RADIUS does not tell. */
    @Override
    public Optional<Username> account(Username name) {
        return Optional.of(UserNames.canonical(name)).filter(settings::names);
    }

    /** RFC 7542 has one spelling for names; without it a server that takes several would know one person as many. */
    @Override
    public Answer test(Username username, Password password) throws Exception {
        Username person = Username.of(Normalizer.normalize(username.asString(), Normalizer.Form.NFC));
        String name = settings.form().of(person);
        if (!settings.asksFor(person) || !AccessRequests.canCarry(name, password)) {
            return new Answer.Unknown();
        }
        return switch (calls.ask(() -> verdict(name, password))) {
            case ACCEPTED -> new Answer.Proved(UserNames.canonical(person));
            case REJECTED -> settings.names(person) ? new Answer.Wrong() : new Answer.Rejected();
            case CHALLENGED -> new Answer.Rejected();
        };
    }

    private Verdict verdict(String name, Password password) throws TimeoutException {
        Map<Boolean, List<RadiusServer>> doubtful = servers.stream().collect(Collectors.partitioningBy(RadiusServer::isDoubtful));
        for (RadiusServer server : Stream.of(false, true).flatMap(doubt -> doubtful.get(doubt).stream()).toList()) {
            Optional<Verdict> verdict = server.ask(() -> requests.next(name, password), settings.timeout(), settings.tries());
            if (verdict.isPresent()) {
                return verdict.get();
            }
        }
        throw new TimeoutException("No RADIUS server has answered: " + servers);
    }
}
