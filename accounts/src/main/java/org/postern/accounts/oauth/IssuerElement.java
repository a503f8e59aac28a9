// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.postern.accounts.AuthenticationFile;
import org.postern.accounts.Elements;
import org.postern.accounts.oauth.IssuerSettings.ClientSecret;
import org.postern.accounts.oauth.IssuerSettings.Introspection;
import org.postern.accounts.oauth.IssuerSettings.KeyLocation;
import org.postern.bridge.SecretFile;

/**
 * {@code <issuer>} of {@code <oauth>}. URLs are https, or http to this machine itself.
 *
 * <pre>{@code
 * <issuer>
 *   <url>https://login.example.org</url>          <!-- exactly what its tokens have as "iss" -->
 *   <audience>https://mail.example.org</audience> <!-- what they have as "aud" when they are for this server; one or more -->
 *   <algorithms>RS256 PS256 ES256 EdDSA</algorithms>  <!-- of signatures; this is the default, RS384 to ES512 can be had too -->
 *   <discovery>https://login.example.org/.well-known/openid-configuration</discovery>  <!-- names the keys' URL; this is the default -->
 *   <jwks>https://login.example.org/keys</jwks>   <!-- the keys themselves, in place of <discovery> -->
 *   <identity>email</identity>                    <!-- the claim with the person's address: email (default; the issuer has to have
 *                                                      verified it), or another, such as preferred_username or sub -->
 *   <domain>example.org</domain>                  <!-- one or more: for whom it may speak, the first also for people whose claim has
 *                                                      no domain; default: for everybody -->
 *   <scope>mail.send</scope>                      <!-- that the token has to have; default: none -->
 *   <clockSkew>60</clockSkew>                     <!-- seconds by which clocks may differ, 0 to 600; default 60 -->
 *   <timeout>5</timeout>                          <!-- seconds for an answer of the issuer, 1 to 30; default 5 -->
 *   <introspection>                               <!-- asks it about tokens that only it can read; default: such are refused -->
 *     <url>https://login.example.org/introspect</url>
 *     <clientId>postern</clientId>
 *     <secretFile>file://conf/introspection.secret</secretFile>
 *     <tokens>opaque</tokens>                     <!-- opaque (default): those that are not signed; all: signed ones too, so that
 *                                                      one which the issuer has revoked is refused at once -->
 *   </introspection>
 * </issuer>
 * }</pre>
 */
final class IssuerElement {
    /** Neither none nor HMAC, whose key a verifier of public keys would have to give away. */
    private static final List<String> ALGORITHMS =
        List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
    private static final String USUAL = "RS256 PS256 ES256 EdDSA";
    private static final String URL = "a URL of https, or of http to a loopback address, without a user name";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/-]+");
    private static final int MOST_SKEW = 600;
    private static final int MOST_PATIENCE = 30;

    private final HierarchicalConfiguration<ImmutableNode> issuer;
    private final SecretFile.Source files;
    private final Elements elements;

    IssuerElement(HierarchicalConfiguration<ImmutableNode> issuer, SecretFile.Source files) {
        this.issuer = issuer;
        this.files = files;
        elements = new Elements(AuthenticationFile.NAME + ": <issuer>", issuer);
    }

    /** @throws ConfigurationException when something is wrong, with what is allowed */
    IssuerSettings read() throws ConfigurationException {
        elements.onlyKnown("url", "audience", "algorithms", "discovery", "jwks", "identity", "domain", "scope", "clockSkew", "timeout",
            "introspection");
        URI name = url("url");
        return new IssuerSettings(
            text("url"),
            audiences(),
            algorithms(),
            keys(name),
            optional("identity", NAME, "the name of a claim").orElse("email"),
            domains(),
            optional("scope", Pattern.compile("[!#-\\[\\]-~]+"), "one scope"),
            Duration.ofSeconds(elements.between(0, MOST_SKEW, "clockSkew", 60)),
            Duration.ofSeconds(elements.between(1, MOST_PATIENCE, "timeout", 5)),
            issuer.configurationsAt("introspection").isEmpty() ? Optional.empty() : Optional.of(introspection()));
    }

    private Set<String> audiences() throws ConfigurationException {
        Set<String> audiences = new LinkedHashSet<>();
        Arrays.stream(issuer.getStringArray("audience")).map(String::strip).forEach(audiences::add);
        if (audiences.isEmpty() || audiences.contains("")) {
            throw wrong("audience", "", "what tokens for this server have as aud, so that no token for another service works here");
        }
        return audiences;
    }

    private Set<String> algorithms() throws ConfigurationException {
        Set<String> algorithms = new LinkedHashSet<>(List.of(issuer.getString("algorithms", USUAL).strip().split("[\\s,]+")));
        for (String algorithm : algorithms) {
            if (!ALGORITHMS.contains(algorithm)) {
                throw wrong("algorithms", algorithm, String.join(" ", ALGORITHMS));
            }
        }
        return algorithms;
    }

    private KeyLocation keys(URI name) throws ConfigurationException {
        if (issuer.containsKey("jwks") && issuer.containsKey("discovery")) {
            throw wrong("jwks", text("jwks"), "this or <discovery>, not both");
        }
        if (issuer.containsKey("jwks")) {
            return new KeyLocation.KeySet(url("jwks"));
        }
        // OpenID Connect Discovery §4.1: behind a path, too.
        return new KeyLocation.Discovery(issuer.containsKey("discovery")
            ? url("discovery")
            : URI.create(name.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration"));
    }

    private List<Domain> domains() throws ConfigurationException {
        List<Domain> domains = new ArrayList<>();
        for (String domain : issuer.getStringArray("domain")) {
            try {
                domains.add(Domain.of(domain.strip()));
            } catch (IllegalArgumentException e) {
                throw wrong("domain", domain, "a domain such as example.org");
            }
        }
        return domains;
    }

    private Introspection introspection() throws ConfigurationException {
        new Elements(AuthenticationFile.NAME + ": <introspection>", issuer.configurationAt("introspection"))
            .onlyKnown("url", "clientId", "secretFile", "tokens");
        String tokens = issuer.getString("introspection.tokens", "opaque").strip();
        if (!Set.of("opaque", "all").contains(tokens)) {
            throw wrong("tokens", tokens, "opaque or all");
        }
        String clientId = text("introspection.clientId");
        if (clientId.isEmpty()) {
            throw wrong("clientId", clientId, "the name by which the issuer knows this server");
        }
        String file = text("introspection.secretFile");
        return new Introspection(url("introspection.url"), clientId,
            new ClientSecret(SecretFile.read(files, file, allowed -> wrong("secretFile", file, allowed))), tokens.equals("all"));
    }

    private URI url(String element) throws ConfigurationException {
        return SafeUrl.of(text(element)).orElseThrow(() -> wrong(element, text(element), URL));
    }

    private Optional<String> optional(String element, Pattern allowed, String what) throws ConfigurationException {
        if (!issuer.containsKey(element)) {
            return Optional.empty();
        }
        if (!allowed.matcher(text(element)).matches()) {
            throw wrong(element, text(element), what);
        }
        return Optional.of(text(element));
    }

    private String text(String element) {
        return issuer.getString(element, "").strip();
    }

    private static ConfigurationException wrong(String element, String value, String allowed) {
        return new ConfigurationException(AuthenticationFile.NAME + ": <" + element.replaceFirst(".*\\.", "") + "> of <issuer> is '" + value
            + "', allowed is " + allowed);
    }
}
