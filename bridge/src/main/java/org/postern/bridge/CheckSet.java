// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.inject.Inject;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.submission.Check;
import org.postern.submission.checks.StandardChecks;

/**
 * The checks that an operator's XML asks for.
 *
 * <pre>{@code
 * <check name="line-length" enabled="false"/>
 * <check name="date-syntax" enabled="true"/>
 * }</pre>
 */
public class CheckSet {
    private static final Set<String> ATTRIBUTES = Set.of("name", "enabled");

    private final StandardChecks checks;

    @Inject
    public CheckSet(JamesSenderRights rights) {
        this.checks = new StandardChecks(rights);
    }

    /** Those that are on unless an operator says otherwise, in the order in which they are asked. */
    public List<Check> defaults() {
        return checks.defaults();
    }

    /**
     * The defaults, as changed by the {@code <check>} elements right in this element; other elements are somebody else's.
     *
     * @throws ConfigurationException when there is no check of such a name, or enabled is neither true nor false
     */
    public List<Check> from(HierarchicalConfiguration<ImmutableNode> element) throws ConfigurationException {
        return from(element, Set.of());
    }

    /**
     * As {@link #from(HierarchicalConfiguration)}, but those named in {@code off} stay off whatever the element says.
     *
     * @throws ConfigurationException when there is no check of such a name, or enabled is neither true nor false
     */
    public List<Check> from(HierarchicalConfiguration<ImmutableNode> element, Set<String> off) throws ConfigurationException {
        Map<String, Boolean> switches = new HashMap<>();
        for (ImmutableNode node : element.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (node.getNodeName().equals("check")) {
                String name = attribute(node, "name");
                if (switches.put(name, enabled(name, attribute(node, "enabled"))) != null) {
                    throw new ConfigurationException("<check name=\"" + name + "\"> is there twice");
                }
            }
        }
        off.forEach(name -> switches.put(name, false));
        try {
            return checks.select(switches);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("<check>: " + e.getMessage(), e);
        }
    }

    /**
     * Just these checks, in the order in which checks are asked, whether on by default or not.
     *
     * @throws IllegalArgumentException when there is no check of such a name; the message lists those there are
     */
    public List<Check> named(Collection<String> names) {
        Map<String, Boolean> switches = new HashMap<>();
        checks.names().forEach(name -> switches.put(name, false));
        names.forEach(name -> switches.put(name, true));
        return checks.select(switches);
    }

    private static boolean enabled(String name, String value) throws ConfigurationException {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException("<check name=\"" + name + "\" enabled=\"" + value
                + "\">: enabled is true or false");
        };
    }

    private static String attribute(ImmutableNode check, String name) throws ConfigurationException {
        for (String present : check.getAttributes().keySet()) {
            if (!ATTRIBUTES.contains(present)) {
                throw new ConfigurationException("<check>: unknown attribute " + present + ", allowed are name and enabled");
            }
        }
        Object value = check.getAttributes().get(name);
        if (value == null) {
            throw new ConfigurationException("<check> without attribute " + name + ", both name and enabled are needed");
        }
        return value.toString().strip();
    }
}
