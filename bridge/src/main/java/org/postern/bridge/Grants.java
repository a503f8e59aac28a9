// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.submission.AddressPattern;
import org.postern.submission.Identity;

/**
 * Addresses that people and applications may use beyond their own, from {@code conf/grants.xml}. Without that file there
 * are none.
 *
 * <p>Where the rewrite table moves no mail, as on Postern's own server, its address mappings can mean rights too, which is what
 * James's CLI can make of them: {@code addressMappings="true"}. The default is {@code false}: elsewhere such a mapping is a
 * forward, and who gets somebody's mail need not be one who may speak for them.
 *
 * <pre>{@code
 * <grants addressMappings="false">
 *   <grant user="newsletter@example.org" as="*@lists.example.org"/>
 *   <grant user="shop@example.org" as="*"/>
 * </grants>
 * }</pre>
 */
@Singleton
public class Grants {
    private static final String FILE = "grants.xml";
    private static final Set<String> ATTRIBUTES = Set.of("user", "as");
    private static final String ADDRESS_MAPPINGS = "addressMappings";

    private final Map<String, List<AddressPattern>> byUser;
    private final boolean addressMappings;

    /** @throws ConfigurationException when the file names an unknown element, user or address */
    @Inject
    public Grants(ConfigurationProvider configuration) throws ConfigurationException {
        this(load(configuration));
    }

    private Grants(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        this(read(configuration), readAddressMappings(configuration));
    }

    private Grants(Map<String, List<AddressPattern>> byUser, boolean addressMappings) {
        this.byUser = byUser;
        this.addressMappings = addressMappings;
    }

    public static Grants none() {
        return new Grants(Map.of(), false);
    }

    /**
     * @param configuration the content of {@code grants.xml}; an empty one grants nothing
     * @throws ConfigurationException when it names an unknown element, user or address
     */
    public static Grants parse(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        return new Grants(configuration);
    }

    /** Whether an address mapping of the rewrite table gives the right to send as its source. */
    public boolean areAddressMappingsRights() {
        return addressMappings;
    }

    public boolean allow(Identity identity, MailAddress address) {
        Username qualified = identity.username().withDefaultDomain(identity.mailbox().getDomain());
        return covered(qualified, address) || covered(identity.username(), address);
    }

    private boolean covered(Username user, MailAddress address) {
        return byUser.getOrDefault(UserNames.identifier(user), List.of()).stream().anyMatch(granted -> granted.cover(address));
    }

    private static HierarchicalConfiguration<ImmutableNode> load(ConfigurationProvider provider) throws ConfigurationException {
        try {
            return provider.getConfiguration("grants");
        } catch (ConfigurationException e) {
            throw new ConfigurationException(FILE + " could not be read: " + e.getMessage(), e);
        }
    }

    private static boolean readAddressMappings(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        for (Map.Entry<String, Object> attribute : configuration.getNodeModel().getNodeHandler().getRootNode().getAttributes().entrySet()) {
            if (!attribute.getKey().equals(ADDRESS_MAPPINGS)) {
                throw new ConfigurationException(FILE + ": <grants>: unknown attribute " + attribute.getKey() + ", allowed is "
                    + ADDRESS_MAPPINGS);
            }
            if (!Set.of("true", "false").contains(attribute.getValue().toString())) {
                throw new ConfigurationException(FILE + ": <grants " + ADDRESS_MAPPINGS + "=\"" + attribute.getValue()
                    + "\">: allowed is true or false");
            }
        }
        return configuration.getBoolean("[@" + ADDRESS_MAPPINGS + "]", false);
    }

    private static Map<String, List<AddressPattern>> read(HierarchicalConfiguration<ImmutableNode> configuration)
            throws ConfigurationException {
        Map<String, List<AddressPattern>> grants = new HashMap<>();
        for (ImmutableNode node : configuration.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (!node.getNodeName().equals("grant")) {
                throw new ConfigurationException(FILE + ": unknown element <" + node.getNodeName()
                    + ">, allowed is <grant user=\"…\" as=\"…\"/>");
            }
            grants.computeIfAbsent(UserNames.identifier(user(node)), user -> new ArrayList<>()).add(addresses(node));
        }
        grants.replaceAll((user, addresses) -> List.copyOf(addresses));
        return Map.copyOf(grants);
    }

    private static Username user(ImmutableNode grant) throws ConfigurationException {
        String name = attribute(grant, "user");
        try {
            return Username.of(name);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(FILE + ": <grant user=\"" + name + "\">: no user name (" + e.getMessage()
                + "), allowed is the name that the user authenticates with", e);
        }
    }

    private static AddressPattern addresses(ImmutableNode grant) throws ConfigurationException {
        String as = attribute(grant, "as");
        try {
            return AddressPattern.parse(as);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(FILE + ": <grant as=\"" + as + "\">: " + e.getMessage() + "; allowed is "
                + AddressPattern.ALLOWED, e);
        }
    }

    private static String attribute(ImmutableNode grant, String name) throws ConfigurationException {
        for (String present : grant.getAttributes().keySet()) {
            if (!ATTRIBUTES.contains(present)) {
                throw new ConfigurationException(FILE + ": <grant>: unknown attribute " + present + ", allowed are user and as");
            }
        }
        Object value = grant.getAttributes().get(name);
        if (value == null || value.toString().isBlank()) {
            throw new ConfigurationException(FILE + ": <grant> without attribute " + name + ", both user and as are needed");
        }
        return value.toString().strip();
    }
}
