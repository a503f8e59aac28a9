// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.List;
import java.util.Set;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** {@code conf/limits.xml}: how much accounts may send, and what raises an alert. Without it nothing is limited. */
@Singleton
public class LimitsFile {
    public static final String NAME = "limits.xml";
    private static final String LIMIT = "limit";
    private static final String ALERTS = "alerts";
    private static final FileStructure STRUCTURE = new FileStructure(NAME, Set.of(LIMIT), Set.of("limits", LIMIT, "messages", "recipients",
        "domains", "held", ALERTS, "refusedRecipients", "newNetworks", "limitReached"));

    private final HierarchicalConfiguration<ImmutableNode> file;

    /** @throws ConfigurationException when the file cannot be read, has an unknown element, or one twice */
    @Inject
    public LimitsFile(ConfigurationProvider configuration) throws ConfigurationException {
        this(load(configuration));
    }

    private LimitsFile(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        this.file = file;
        STRUCTURE.check(file);
        onlyKnown(file, Set.of(LIMIT, ALERTS), Set.of());
    }

    /** @throws ConfigurationException as the constructor does */
    public static LimitsFile parse(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        return new LimitsFile(file);
    }

    /** In their order. */
    public List<HierarchicalConfiguration<ImmutableNode>> limits() {
        return file.configurationsAt(LIMIT);
    }

    /** Empty when the file does not have it. */
    public HierarchicalConfiguration<ImmutableNode> alerts() {
        List<HierarchicalConfiguration<ImmutableNode>> found = file.configurationsAt(ALERTS);
        return found.isEmpty() ? new BaseHierarchicalConfiguration() : found.get(0);
    }

    /**
     * A misspelt element or attribute must not leave a limit away unseen.
     *
     * @throws ConfigurationException when there is one that is not among these
     */
    public static void onlyKnown(HierarchicalConfiguration<ImmutableNode> element, Set<String> elements, Set<String> attributes)
            throws ConfigurationException {
        ImmutableNode root = element.getNodeModel().getNodeHandler().getRootNode();
        for (ImmutableNode child : root.getChildren()) {
            known(child.getNodeName(), "<" + child.getNodeName() + ">", elements, root);
        }
        for (String attribute : root.getAttributes().keySet()) {
            known(attribute, attribute + "=\"...\"", attributes, root);
        }
    }

    private static void known(String name, String shown, Set<String> known, ImmutableNode parent) throws ConfigurationException {
        if (!known.contains(name)) {
            throw new ConfigurationException(NAME + ": <" + parent.getNodeName() + "> does not know " + shown + ", allowed is "
                + (known.isEmpty() ? "nothing" : String.join(", ", known.stream().sorted().toList())));
        }
    }

    /** @throws ConfigurationException when the attribute is there and no whole number in this range, its ends included */
    public static int number(HierarchicalConfiguration<ImmutableNode> element, String attribute, int least, int most, int otherwise)
            throws ConfigurationException {
        String text = element.getString("[@" + attribute + "]", String.valueOf(otherwise)).strip();
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new ConfigurationException(NAME + ": <" + element.getRootElementName() + " " + attribute + "=\"" + text
            + "\">: allowed is a whole number of " + least + " to " + most);
    }

    /** @throws ConfigurationException when the attribute is there and none of the words */
    public static String word(HierarchicalConfiguration<ImmutableNode> element, String attribute, List<String> words, String otherwise)
            throws ConfigurationException {
        String text = element.getString("[@" + attribute + "]", otherwise).strip();
        if (!words.contains(text)) {
            throw new ConfigurationException(NAME + ": <" + element.getRootElementName() + " " + attribute + "=\"" + text
                + "\">: allowed is " + String.join(" or ", words));
        }
        return text;
    }

    private static HierarchicalConfiguration<ImmutableNode> load(ConfigurationProvider provider) throws ConfigurationException {
        try {
            return provider.getConfiguration("limits");
        } catch (ConfigurationException e) {
            throw new ConfigurationException(NAME + " could not be read: " + e.getMessage(), e);
        }
    }
}
