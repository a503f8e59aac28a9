// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.submission.repairs.AddressRewrite;
import org.postern.submission.repairs.AddressRewrite.Pattern;
import org.postern.submission.repairs.AddressRewrites;

/**
 * The addresses that become others in mail, from {@code conf/addresses.xml}. Without that file there are none.
 *
 * <pre>{@code
 * <addresses>
 *   <rewrite from="jdoe@example.org" to="john.doe@example.org"/>
 *   <rewrite from="*@old.example.org" to="*@example.org"/>
 * </addresses>
 * }</pre>
 *
 * <p>The first rule about an address counts, and what it gives is looked up again.
 */
@Singleton
public class AddressesFile {
    private static final String FILE = "addresses.xml";
    private static final String FROM = "from";
    private static final String TO = "to";

    private final AddressRewrites rules;

    /** @throws ConfigurationException when the file names an unknown element or what is no address, or its rules never end */
    @Inject
    public AddressesFile(ConfigurationProvider configuration) throws ConfigurationException {
        this(load(configuration));
    }

    private AddressesFile(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        this.rules = read(configuration);
    }

    /**
     * @param configuration the content of {@code addresses.xml}
     * @throws ConfigurationException as the constructor does
     */
    public static AddressesFile parse(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        return new AddressesFile(configuration);
    }

    public AddressRewrites rules() {
        return rules;
    }

    private static HierarchicalConfiguration<ImmutableNode> load(ConfigurationProvider provider) throws ConfigurationException {
        try {
            return provider.getConfiguration("addresses");
        } catch (ConfigurationException e) {
            throw new ConfigurationException(FILE + " could not be read: " + e.getMessage(), e);
        }
    }

    private static AddressRewrites read(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        List<AddressRewrite> rules = new ArrayList<>();
        for (ImmutableNode node : configuration.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (!node.getNodeName().equals("rewrite") || !node.getAttributes().keySet().equals(Set.of(FROM, TO))) {
                throw new ConfigurationException(FILE + ": <" + node.getNodeName() + " "
                    + String.join(" ", node.getAttributes().keySet()) + ">: allowed is <rewrite from=\"…\" to=\"…\"/>");
            }
            rules.add(rule(node));
        }
        try {
            return new AddressRewrites(rules);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(FILE + ": <rewrite>: " + e.getMessage(), e);
        }
    }

    private static AddressRewrite rule(ImmutableNode node) throws ConfigurationException {
        Pattern from = pattern(node, FROM);
        Pattern to = pattern(node, TO);
        try {
            return new AddressRewrite(from, to);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(FILE + ": <rewrite to=\"" + to + "\">: " + e.getMessage(), e);
        }
    }

    private static Pattern pattern(ImmutableNode node, String attribute) throws ConfigurationException {
        String text = Optional.ofNullable(node.getAttributes().get(attribute)).orElse("").toString().strip();
        try {
            return Pattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(FILE + ": <rewrite " + attribute + "=\"" + text + "\">: " + e.getMessage() + "; allowed is "
                + AddressRewrite.ALLOWED, e);
        }
    }
}
