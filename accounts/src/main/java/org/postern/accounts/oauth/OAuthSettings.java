// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Elements;
import org.postern.bridge.SecretFile;

/**
 * {@code <oauth>} of {@code authentication.xml}:
 *
 * <pre>{@code
 * <oauth>
 *   <people>known</people>     <!-- whose tokens are taken: known (default), those who have an account here; domains, anybody in a
 *                                   domain of this server, as only the issuer knows the people -->
 *   <issuer>…</issuer>         <!-- one or more: IssuerElement; clients whose token is no good are pointed to the first -->
 * </oauth>
 * }</pre>
 *
 * @param anybodyInDomains whether a person needs no account here
 * @param issuers in the order of the file; none when nobody can log in with a token
 */
public record OAuthSettings(boolean anybodyInDomains, List<IssuerSettings> issuers) {
    static final String SECTION = "oauth";
    private static final String KNOWN = "known";
    private static final String DOMAINS = "domains";

    public OAuthSettings {
        issuers = List.copyOf(issuers);
    }

    /** @throws ConfigurationException when an element is wrong, with what is allowed */
    public static OAuthSettings of(AuthenticationFile file, SecretFile.Source files) throws ConfigurationException {
        if (!file.has(SECTION)) {
            return new OAuthSettings(false, List.of());
        }
        HierarchicalConfiguration<ImmutableNode> section = file.section(SECTION);
        new Elements(AuthenticationFile.NAME + ": <oauth>", section).onlyKnown("people", "issuer");
        String people = section.getString("people", KNOWN).strip();
        if (!Set.of(KNOWN, DOMAINS).contains(people)) {
            throw new ConfigurationException(AuthenticationFile.NAME + ": <people> of <oauth> is '" + people
                + "', allowed is known or domains");
        }
        List<IssuerSettings> issuers = new ArrayList<>();
        for (HierarchicalConfiguration<ImmutableNode> element : section.configurationsAt("issuer")) {
            issuers.add(new IssuerElement(element, files).read());
        }
        checkTogether(issuers);
        return new OAuthSettings(people.equals(DOMAINS), issuers);
    }

    private static void checkTogether(List<IssuerSettings> issuers) throws ConfigurationException {
        if (issuers.isEmpty()) {
            throw new ConfigurationException(AuthenticationFile.NAME + ": <oauth> has no <issuer>, allowed is one or more");
        }
        Map<String, IssuerSettings> byName = new LinkedHashMap<>();
        for (IssuerSettings issuer : issuers) {
            if (byName.put(issuer.name(), issuer) != null) {
                throw new ConfigurationException(AuthenticationFile.NAME + ": <url> of <issuer> is '" + issuer.name()
                    + "' twice, allowed is one <issuer> for each");
            }
        }
        // Whoever is asked about a token could use it.
        if (issuers.stream().filter(issuer -> issuer.introspection().isPresent()).count() > 1) {
            throw new ConfigurationException(AuthenticationFile.NAME + ": <introspection> is in more than one <issuer>, allowed is one,"
                + " as tokens that cannot be read do not say whose they are");
        }
    }
}
