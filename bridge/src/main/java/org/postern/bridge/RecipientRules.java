// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.submission.AddressPattern;
import org.postern.submission.checks.RecipientPermissions;
import org.postern.submission.checks.RecipientPermissions.Rule;

/**
 * The rules of who may send to whom, from an operator's XML. Persons and recipients are written as in {@code grants.xml}; one
 * that is left out is anybody.
 *
 * <pre>{@code
 * <allow who="press@example.org" to="*"/>
 * <deny who="*@interns.example.org" to="*@press.example" text="ask press@example.org to send it for you"/>
 * }</pre>
 */
public final class RecipientRules {
    public static final String ALLOW = "allow";
    public static final String DENY = "deny";

    private static final Set<String> ATTRIBUTES = Set.of("who", "to", "text");
    private static final String ANYBODY = "*";
    private static final String ADVICE = "ask whoever runs this server for the permission";

    private RecipientRules() {
    }

    /**
     * The {@code <allow>} and {@code <deny>} elements right in this element, in their order.
     *
     * @throws ConfigurationException when one has an unknown attribute or an address that is none
     */
    public static RecipientPermissions parse(HierarchicalConfiguration<ImmutableNode> element) throws ConfigurationException {
        List<Rule> rules = new ArrayList<>();
        for (ImmutableNode node : element.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (node.getNodeName().equals(ALLOW) || node.getNodeName().equals(DENY)) {
                rules.add(rule(node));
            }
        }
        return new RecipientPermissions(rules);
    }

    private static Rule rule(ImmutableNode node) throws ConfigurationException {
        for (String present : node.getAttributes().keySet()) {
            if (!ATTRIBUTES.contains(present)) {
                throw new ConfigurationException("<" + node.getNodeName() + ">: unknown attribute " + present
                    + ", allowed are who, to and text");
            }
        }
        return new Rule(node.getNodeName().equals(ALLOW), addresses(node, "who")::cover, addresses(node, "to")::cover,
            attribute(node, "text", ADVICE));
    }

    private static AddressPattern addresses(ImmutableNode node, String name) throws ConfigurationException {
        String value = attribute(node, name, ANYBODY);
        try {
            return AddressPattern.parse(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("<" + node.getNodeName() + " " + name + "=\"" + value + "\">: " + e.getMessage()
                + "; allowed is " + AddressPattern.ALLOWED, e);
        }
    }

    private static String attribute(ImmutableNode node, String name, String otherwise) {
        Object value = node.getAttributes().get(name);
        return value == null ? otherwise : value.toString().strip();
    }
}
