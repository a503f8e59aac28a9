// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.postern.hooks.auth.bearer.OAuthBearer;
import org.postern.hooks.auth.bearer.XOAuth2;
import org.postern.hooks.auth.scram.ScramSha256;
import org.postern.hooks.auth.scram.ScramSha256Plus;

/**
 * The mechanisms that there are, in the order in which they are announced: the strongest first, for clients that take the first
 * one they know.
 */
public class Mechanisms {
    private final Map<String, SaslMechanism> byName = new LinkedHashMap<>();
    private final Map<String, SaslMechanism> everywhere;

    @Inject
    public Mechanisms(External external, ScramSha256Plus scramPlus, ScramSha256 scram, Plain plain, Login login, OAuthBearer oAuthBearer,
            XOAuth2 xOAuth2) {
        this(List.of(external, scramPlus, scram, plain, login, oAuthBearer, xOAuth2), Map.of());
    }

    private Mechanisms(List<? extends SaslMechanism> mechanisms, Map<String, SaslMechanism> everywhere) {
        Set<String> names = mechanisms.stream().map(SaslMechanism::name).collect(Collectors.toSet());
        mechanisms.forEach(mechanism -> byName.put(mechanism.name(), mechanism.among(names)));
        this.everywhere = everywhere;
    }

    /**
     * Those that a listener has: all, or the ones in {@code <mechanisms>}, in that order.
     *
     * @throws ConfigurationException when it names one that does not exist, or none
     */
    Mechanisms chosen(Configuration config) throws ConfigurationException {
        String names = config.getString("mechanisms", null);
        if (names == null) {
            return this;
        }
        List<SaslMechanism> chosen = new ArrayList<>();
        for (String name : names.strip().split("[\\s,]+")) {
            SaslMechanism mechanism = byName.get(name.toUpperCase(Locale.ROOT));
            if (mechanism == null) {
                throw new ConfigurationException("smtpserver.xml: <mechanisms> has '" + name + "', allowed are "
                    + String.join(" ", byName.keySet()));
            }
            chosen.add(mechanism);
        }
        return new Mechanisms(chosen, byName);
    }

    Optional<SaslMechanism> find(String name, Peer peer) {
        return Optional.ofNullable(byName.get(name.toUpperCase(Locale.ROOT))).filter(mechanism -> mechanism.isAvailable(peer));
    }

    /** Whether this one shows the password, and was left out on a listener that has none of the kind. */
    boolean isTooWeak(String name) {
        SaslMechanism leftOut = everywhere.get(name.toUpperCase(Locale.ROOT));
        return leftOut != null && leftOut.showsPassword() && byName.values().stream().noneMatch(SaslMechanism::showsPassword);
    }

    /** From one of which a client should show a certificate when TLS begins. */
    List<X509Certificate> authorities() {
        return byName.values().stream().flatMap(mechanism -> mechanism.authorities().stream()).distinct().toList();
    }

    /** As announced: with a space between. */
    String names(Peer peer) {
        return byName.values().stream()
            .filter(mechanism -> mechanism.isAnnounced(peer))
            .map(SaslMechanism::name)
            .collect(Collectors.joining(" "));
    }
}
