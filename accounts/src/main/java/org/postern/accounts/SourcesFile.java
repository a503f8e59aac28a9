// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.accounts.ldap.LdapSettings;
import org.postern.accounts.ldap.LdapSource;
import org.postern.accounts.radius.RadiusSource;

/**
 * {@code <sources>} of {@code conf/usersrepository.xml}: where people are known, in the order in which they are asked. Without
 * it: those that James knows, as on any James.
 *
 * <pre>{@code
 * <usersrepository>
 *   <sources>
 *     <people/>
 *     <ldap>...</ldap>   as LdapSettings has it
 *     <radius>…</radius>
 *   </sources>
 * </usersrepository>
 * }</pre>
 *
 * @see RadiusSource
 */
@Singleton
public class SourcesFile {
    public static final String NAME = "usersrepository.xml";
    private static final String SOURCES = "sources";
    private static final String ALLOWED = "<people/>, <ldap>, <radius>";
    private static final FileStructure STRUCTURE = new FileStructure(NAME, Set.of("ldap", "radius", "host", "server", "domain"),
        Set.of(SOURCES, "people", "ldap", "radius"));

    private final List<PasswordSource> sources;

    /** @throws ConfigurationException when the file cannot be read, has an unknown source, or something twice */
    @Inject
    public SourcesFile(ConfigurationProvider configuration, JamesPeople people, FileSystem files) throws ConfigurationException {
        this(load(configuration), people, files);
    }

    private SourcesFile(HierarchicalConfiguration<ImmutableNode> file, JamesPeople people, FileSystem files) throws ConfigurationException {
        List<PasswordSource> found = new ArrayList<>();
        for (HierarchicalConfiguration<ImmutableNode> source : elements(file)) {
            found.add(elsewhere(source, files).orElse(people));
        }
        this.sources = found.isEmpty() ? List.of(people) : List.copyOf(found);
    }

    /** @throws ConfigurationException as the constructor does */
    public static SourcesFile parse(HierarchicalConfiguration<ImmutableNode> file, JamesPeople people, FileSystem files)
            throws ConfigurationException {
        return new SourcesFile(file, people, files);
    }

    public List<PasswordSource> sources() {
        return sources;
    }

    /**
     * Reads all of it, and asks nobody.
     *
     * @throws ConfigurationException as the constructor does
     */
    public static void check(HierarchicalConfiguration<ImmutableNode> file, FileSystem files) throws ConfigurationException {
        for (HierarchicalConfiguration<ImmutableNode> source : elements(file)) {
            elsewhere(source, files);
        }
    }

    /** The other elements of the file are James's, and {@code PasswordScheme}'s. */
    private static List<HierarchicalConfiguration<ImmutableNode>> elements(HierarchicalConfiguration<ImmutableNode> file)
            throws ConfigurationException {
        FileStructure.atMostOne(NAME, file, Set.of(SOURCES, "algorithm", "iterations"));
        for (HierarchicalConfiguration<ImmutableNode> sources : file.configurationsAt(SOURCES)) {
            STRUCTURE.check(sources);
        }
        return file.childConfigurationsAt(SOURCES);
    }

    /** Empty for the people whom James knows. */
    private static Optional<PasswordSource> elsewhere(HierarchicalConfiguration<ImmutableNode> source, FileSystem files)
            throws ConfigurationException {
        return switch (source.getRootElementName()) {
            case "people" -> Optional.empty();
            case "ldap" -> Optional.of(new LdapSource(LdapSettings.of(source, files)));
            case "radius" -> Optional.of(RadiusSource.of(source, files));
            default -> throw new ConfigurationException(NAME + ": <" + SOURCES + "> has <" + source.getRootElementName()
                + ">, allowed are " + ALLOWED);
        };
    }

    private static HierarchicalConfiguration<ImmutableNode> load(ConfigurationProvider provider) throws ConfigurationException {
        try {
            return provider.getConfiguration("usersrepository");
        } catch (ConfigurationException e) {
            throw new ConfigurationException(NAME + " could not be read: " + e.getMessage(), e);
        }
    }
}
