// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.inject.Inject;
import javax.mail.internet.AddressException;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.mailet.MailetContext;
import org.postern.hooks.Settings;

/**
 * 6409-6.4: {@code RCPT TO:<postmaster>} and {@code RCPT TO:<abuse>}, without a domain and in any case, reach whoever runs
 * this server (RFC 5321 §4.5.1, RFC 2142), whatever is the domain of the person who writes, and no rule refuses them. Of
 * several in a handler chain the first one acts.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.commands.RoleAddresses">
 *   <postmaster>operator@example.org</postmaster>   <!-- an address; default: <postmaster> of mailetcontainer.xml, with its domain -->
 *   <abuse>off</abuse>                              <!-- off: a name like any other, in the person's domain -->
 * </handler>
 * }</pre>
 */
public class RoleAddresses implements ProtocolHandler {
    private static final String[] ROLES = {"postmaster", "abuse"};
    private static final Pattern ROLE_PATH = Pattern.compile("<(" + String.join("|", ROLES) + ")>", Pattern.CASE_INSENSITIVE);
    private static final String OFF = "off";

    private final MailetContext server;
    private final Set<String> names = new HashSet<>();
    private final Map<String, MailAddress> targets = new HashMap<>();

    @Inject
    public RoleAddresses(MailetContext server) {
        this.server = server;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "RoleAddresses", ROLES);
        for (String role : ROLES) {
            String configured = config.getString(role, "").strip();
            if (!configured.equals(OFF)) {
                names.add(role);
                if (!configured.isEmpty()) {
                    targets.put(role, address(role, configured));
                }
            }
        }
    }

    private static MailAddress address(String role, String configured) throws ConfigurationException {
        try {
            return new MailAddress(configured);
        } catch (AddressException e) {
            throw new ConfigurationException("smtpserver.xml: <" + role + "> of RoleAddresses is '" + configured
                + "', allowed is an address or " + OFF, e);
        }
    }

    /**
     * Where mail for a role goes. As long as nobody has told the server who its postmaster is, that is the role in the
     * person's own domain.
     *
     * @param path of RCPT, with its brackets
     * @return empty when the path names no role
     */
    Optional<MailAddress> target(String path, Domain personsDomain) {
        Matcher written = ROLE_PATH.matcher(path);
        return written.matches() ? targetOf(written.group(1).toLowerCase(Locale.ROOT), personsDomain) : Optional.empty();
    }

    private Optional<MailAddress> targetOf(String role, Domain personsDomain) {
        if (!names.contains(role)) {
            return Optional.empty();
        }
        if (targets.containsKey(role)) {
            return Optional.of(targets.get(role));
        }
        MailAddress postmaster = server.getPostmaster();
        return postmaster.getDomain().asString().contains(".") ? Optional.of(postmaster) : inDomain(role, personsDomain);
    }

    private static Optional<MailAddress> inDomain(String role, Domain domain) {
        try {
            return Optional.of(new MailAddress(role, domain));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }
}
