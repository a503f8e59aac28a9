// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * What no reader of a file of {@code conf/} would notice: an element that is there a second time where only the first counts, and text
 * where nobody looks for any. Either leaves a setting away unseen.
 *
 * @param file its name
 * @param repeated elements that may be there several times
 * @param textless elements that have attributes and elements only; so do all that have elements
 */
public record FileStructure(String file, Set<String> repeated, Set<String> textless) {
    public FileStructure {
        repeated = Set.copyOf(repeated);
        textless = Set.copyOf(textless);
    }

    /** @throws ConfigurationException when there is such a thing in the element, or in one that it holds */
    public void check(HierarchicalConfiguration<ImmutableNode> element) throws ConfigurationException {
        check(root(element));
    }

    private void check(ImmutableNode element) throws ConfigurationException {
        String text = Optional.ofNullable(element.getValue()).map(Object::toString).orElse("").strip();
        if (!text.isEmpty() && (!element.getChildren().isEmpty() || textless.contains(element.getNodeName()))) {
            throw new ConfigurationException(file + ": <" + element.getNodeName() + "> holds the text '" + text
                + "', allowed are attributes and elements");
        }
        Set<String> seen = new HashSet<>();
        for (ImmutableNode child : element.getChildren()) {
            if (!seen.add(child.getNodeName()) && !repeated.contains(child.getNodeName())) {
                throw twice(file, element, child.getNodeName());
            }
            check(child);
        }
    }

    /** @throws ConfigurationException when one of these is right in the element more than once, whatever else it holds */
    static void atMostOne(String file, HierarchicalConfiguration<ImmutableNode> element, Set<String> names) throws ConfigurationException {
        ImmutableNode root = root(element);
        for (String name : names) {
            if (root.getChildren().stream().filter(child -> child.getNodeName().equals(name)).count() > 1) {
                throw twice(file, root, name);
            }
        }
    }

    private static ConfigurationException twice(String file, ImmutableNode parent, String name) {
        return new ConfigurationException(file + ": <" + parent.getNodeName() + "> has more than one <" + name + ">, allowed is one");
    }

    private static ImmutableNode root(HierarchicalConfiguration<ImmutableNode> element) {
        return element.getNodeModel().getNodeHandler().getRootNode();
    }
}
