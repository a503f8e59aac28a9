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

/** {@code conf/authentication.xml}: one element for each way to log in, and for what watches over logins. Without it: defaults. */
@Singleton
public class AuthenticationFile {
    public static final String NAME = "authentication.xml";
    private static final List<String> SECTIONS =
        List.of("guessing", "loginMemory", "oauth", "clientCertificates", "popBeforeSmtp");
    private static final FileStructure STRUCTURE = new FileStructure(NAME, Set.of("issuer", "audience", "domain", "revocationList"),
        Set.of("authentication", "guessing", "loginMemory", "oauth", "issuer", "introspection", "clientCertificates", "popBeforeSmtp"));

    private final HierarchicalConfiguration<ImmutableNode> file;

    /** @throws ConfigurationException when the file cannot be read, has an unknown element, or one twice */
    @Inject
    public AuthenticationFile(ConfigurationProvider configuration) throws ConfigurationException {
        this(load(configuration));
    }

    private AuthenticationFile(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        this.file = file;
        STRUCTURE.check(file);
        for (ImmutableNode section : file.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (!SECTIONS.contains(section.getNodeName())) {
                throw new ConfigurationException(NAME + ": unknown element <" + section.getNodeName() + ">, allowed are "
                    + String.join(", ", SECTIONS));
            }
        }
    }

    /** @throws ConfigurationException as the constructor does */
    public static AuthenticationFile parse(HierarchicalConfiguration<ImmutableNode> file) throws ConfigurationException {
        return new AuthenticationFile(file);
    }

    /** Empty when the file does not have it. */
    public HierarchicalConfiguration<ImmutableNode> section(String name) {
        return has(name) ? file.configurationAt(name) : new BaseHierarchicalConfiguration();
    }

    public boolean has(String name) {
        return !file.configurationsAt(name).isEmpty();
    }

    private static HierarchicalConfiguration<ImmutableNode> load(ConfigurationProvider provider) throws ConfigurationException {
        try {
            return provider.getConfiguration("authentication");
        } catch (ConfigurationException e) {
            throw new ConfigurationException(NAME + " could not be read: " + e.getMessage(), e);
        }
    }
}
