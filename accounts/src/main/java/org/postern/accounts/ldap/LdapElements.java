// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.util.DurationParser;
import org.postern.accounts.SourcesFile;

/** The elements of {@code <ldap>}, each read and checked on its own. Messages say what is allowed, and no secret. */
final class LdapElements {
    private static final List<String> KNOWN = List.of("host", "startTls", "clearText", "caFile", "bindDn", "bindPasswordFile", "base",
        "nameAttribute", "identityAttribute", "objectClass", "filter", "group", "connectTimeout", "timeout", "connections");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_CONNECTIONS = 100;

    private final Configuration config;
    private final FileSystem files;

    LdapElements(Configuration config, FileSystem files) throws ConfigurationException {
        this.config = config;
        this.files = files;
        for (Iterator<String> keys = config.getKeys(); keys.hasNext();) {
            String element = keys.next();
            if (!element.isEmpty() && !KNOWN.contains(element)) {
                throw new ConfigurationException(SourcesFile.NAME + ": <ldap> does not know <" + element + ">, allowed are "
                    + String.join(", ", KNOWN));
            }
        }
    }

    List<LdapHost> hosts(boolean startTls, boolean clearText) throws ConfigurationException {
        List<LdapHost> hosts = new ArrayList<>();
        for (String text : config.getList(String.class, "host", List.of(""))) {
            LdapHost host = LdapHost.parse(text.strip())
                .orElseThrow(() -> wrong("host", text, "a URL such as ldaps://ldap.example.org, with nothing but a port behind it"));
            if (host.isImplicitTls() && startTls) {
                throw wrong("host", text, "ldap:// with <startTls>, which ldaps:// has no use for");
            }
            if (!host.isImplicitTls() && !startTls && !clearText && !host.isLoopback()) {
                throw wrong("host", text, "ldaps:// or <startTls>true</startTls>, as passwords go there; <clearText>true</clearText>"
                    + " if they may be read on the way");
            }
            hosts.add(host);
        }
        return List.copyOf(hosts);
    }

    SSLContext tls() throws ConfigurationException {
        String file = text("caFile");
        try {
            if (file.isEmpty()) {
                return Authorities.ofJava();
            }
            try (InputStream pem = files.getResource(file)) {
                return Authorities.of(pem);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("caFile", file, "a file with certificates in PEM, as in file://conf/ldap-ca.pem");
        }
    }

    /** RFC 4513 §5.1.2: a name without a password would search as nobody, unseen. */
    SimpleBindRequest service() throws ConfigurationException {
        String dn = text("bindDn");
        String file = text("bindPasswordFile");
        if (dn.isEmpty() && file.isEmpty()) {
            return new SimpleBindRequest();
        }
        if (file.isEmpty()) {
            throw wrong("bindDn", dn, "a DN with a <bindPasswordFile>");
        }
        return new SimpleBindRequest(dn("bindDn"), password(file));
    }

    private String password(String file) throws ConfigurationException {
        try (InputStream content = files.getResource(file)) {
            List<String> lines = new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            if (lines.size() == 1 && !lines.get(0).isEmpty()) {
                return lines.get(0);
            }
        } catch (IOException e) {
            throw wrong("bindPasswordFile", file, "a file that can be read, as in file://conf/ldap.password");
        }
        throw wrong("bindPasswordFile", file, "a file with one line that is the password");
    }

    String base() throws ConfigurationException {
        return dn("base");
    }

    Optional<String> group() throws ConfigurationException {
        return text("group").isEmpty() ? Optional.empty() : Optional.of(dn("group"));
    }

    private String dn(String element) throws ConfigurationException {
        String dn = text(element);
        if (dn.isEmpty() || !DN.isValidDN(dn)) {
            throw wrong(element, dn, "a DN such as ou=people,dc=example,dc=org");
        }
        return dn;
    }

    String nameAttribute() throws ConfigurationException {
        return config.containsKey("nameAttribute") ? name("nameAttribute", "mail") : "mail";
    }

    String accountAttribute() throws ConfigurationException {
        return config.containsKey("identityAttribute") ? name("identityAttribute", "uid") : nameAttribute();
    }

    /** Those of {@code <objectClass>} and {@code <filter>}. */
    List<Filter> filters() throws ConfigurationException {
        List<Filter> filters = new ArrayList<>();
        if (config.containsKey("objectClass")) {
            filters.add(Filter.createEqualityFilter("objectClass", name("objectClass", "inetOrgPerson")));
        }
        if (config.containsKey("filter")) {
            try {
                filters.add(Filter.create(text("filter")));
            } catch (LDAPException e) {
                throw wrong("filter", text("filter"), "a filter such as (employeeType=staff), as RFC 4515 has them");
            }
        }
        return List.copyOf(filters);
    }

    /** RFC 4512 §1.4. */
    private String name(String element, String example) throws ConfigurationException {
        String name = text(element);
        if (!name.matches("[A-Za-z][A-Za-z0-9-]*")) {
            throw wrong(element, name, "a name such as " + example);
        }
        return name;
    }

    boolean flag(String element) throws ConfigurationException {
        try {
            return config.getBoolean(element, false);
        } catch (ConversionException e) {
            throw wrong(element, text(element), "true or false");
        }
    }

    Duration time(String element, String otherwise) throws ConfigurationException {
        String text = config.getString(element, otherwise).strip();
        try {
            Duration time = DurationParser.parse(text);
            if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(element, text, "a time of 100 ms to 30 seconds");
        }
        throw wrong(element, text, "a time of 100 ms to 30 seconds");
    }

    int connections() throws ConfigurationException {
        int connections;
        try {
            connections = config.getInt("connections", 8);
        } catch (ConversionException e) {
            connections = 0;
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw wrong("connections", text("connections"), "a whole number of 1 to 100");
        }
        return connections;
    }

    private String text(String element) {
        return config.getString(element, "").strip();
    }

    private static ConfigurationException wrong(String element, String value, String allowed) {
        return new ConfigurationException(SourcesFile.NAME + ": <" + element + "> of <ldap> is '" + value + "', allowed is " + allowed);
    }
}
