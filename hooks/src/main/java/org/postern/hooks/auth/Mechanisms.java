// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.postern.hooks.auth.bearer.OAuthBearer;
import org.postern.hooks.auth.bearer.XOAuth2;

/** The mechanisms that there are, in the order in which they are announced. */
public class Mechanisms {
    private final Map<String, SaslMechanism> byName = new LinkedHashMap<>();

    @Inject
    public Mechanisms(Plain plain, Login login, OAuthBearer oAuthBearer, XOAuth2 xOAuth2) {
        this(List.of(plain, login, oAuthBearer, xOAuth2));
    }

    private Mechanisms(List<? extends SaslMechanism> mechanisms) {
        mechanisms.forEach(mechanism -> byName.put(mechanism.name(), mechanism));
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
        return new Mechanisms(chosen);
    }

    Optional<SaslMechanism> find(String name, Peer peer) {
        return Optional.ofNullable(byName.get(name.toUpperCase(Locale.ROOT))).filter(mechanism -> mechanism.isAvailable(peer));
    }

    /** As announced: with a space between. */
    String names(Peer peer) {
        return byName.values().stream()
            .filter(mechanism -> mechanism.isAvailable(peer))
            .map(SaslMechanism::name)
            .collect(Collectors.joining(" "));
    }
}
