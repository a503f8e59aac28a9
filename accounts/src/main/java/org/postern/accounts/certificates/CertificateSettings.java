// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.certificates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.accounts.AuthenticationFile;

/**
 * {@code <clientCertificates>} of {@code authentication.xml}.
 *
 * @param authorities the file with the certificates of those who issue them
 * @param revocationLists the files that say which are void; empty when there are none, on purpose
 * @param names where in a certificate the identity is, in the order of looking
 * @param knownPeopleOnly whether the identity must be one that {@code usersrepository.xml} knows
 */
record CertificateSettings(String authorities, List<String> revocationLists, List<NameField> names, boolean knownPeopleOnly) {
    static final String SECTION = "clientCertificates";

    private static final String NO_LIST = "none";
    private static final List<String> ELEMENTS = List.of("authorities", "revocationList", "names", "knownPeopleOnly");

    /** @throws ConfigurationException naming the element that is wrong and what it may be */
    static CertificateSettings parse(HierarchicalConfiguration<ImmutableNode> section) throws ConfigurationException {
        for (ImmutableNode element : section.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (!ELEMENTS.contains(element.getNodeName())) {
                throw wrong("does not know <" + element.getNodeName() + ">, allowed are " + String.join(", ", ELEMENTS));
            }
        }
        String authorities = section.getString("authorities", "").strip();
        if (authorities.isEmpty()) {
            throw wrong("needs <authorities>: a file with the certificates, in PEM, of those who issue client certificates");
        }
        return new CertificateSettings(authorities, revocationLists(section), names(section), knownPeopleOnly(section));
    }

    private static List<String> revocationLists(HierarchicalConfiguration<ImmutableNode> section) throws ConfigurationException {
        List<String> files = section.getList(String.class, "revocationList", List.of()).stream().map(String::strip).toList();
        if (files.equals(List.of(NO_LIST))) {
            return List.of();
        }
        if (files.isEmpty() || files.contains("") || files.contains(NO_LIST)) {
            throw wrong("needs <revocationList>: a file, one element for each, or '" + NO_LIST + "' when no certificate is ever revoked");
        }
        return files;
    }

    private static List<NameField> names(HierarchicalConfiguration<ImmutableNode> section) throws ConfigurationException {
        List<NameField> names = new ArrayList<>();
        for (String name : section.getString("names", NameField.all()).strip().split("[\\s,]+")) {
            Optional<NameField> field = NameField.named(name);
            if (field.isEmpty() || names.contains(field.get())) {
                throw wrong("has <names> '" + section.getString("names") + "', allowed are one or both of " + NameField.all());
            }
            names.add(field.get());
        }
        return List.copyOf(names);
    }

    private static boolean knownPeopleOnly(HierarchicalConfiguration<ImmutableNode> section) throws ConfigurationException {
        try {
            return section.getBoolean("knownPeopleOnly", true);
        } catch (ConversionException e) {
            throw wrong("has <knownPeopleOnly> '" + section.getString("knownPeopleOnly") + "', allowed is true or false");
        }
    }

    static ConfigurationException wrong(String what) {
        return new ConfigurationException(AuthenticationFile.NAME + ": <" + SECTION + "> " + what);
    }
}
