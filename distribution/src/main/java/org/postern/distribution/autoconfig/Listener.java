// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.accounts.AuthenticationFile;
import org.postern.distribution.autoconfig.MailService.Login;
import org.postern.distribution.autoconfig.MailService.Tls;
import org.postern.hooks.auth.Auth;

/**
 * What smtpserver.xml says of one listener, as far as it concerns mail programs.
 *
 * @param port 0 for any
 * @param logins that it offers, the best for most programs first
 */
record Listener(Tls tls, int port, List<Login> logins) {

    private static final String HANDLER = "handlerchain.handler";

    Listener {
        logins = List.copyOf(logins);
    }

    /** One of each kind, the one with TLS from the beginning first (RFC 8314 §3.3). */
    static List<Listener> of(HierarchicalConfiguration<ImmutableNode> servers, AuthenticationFile authentication) {
        List<Listener> listeners = new ArrayList<>();
        for (Tls tls : Tls.values()) {
            servers.configurationsAt("smtpserver").stream()
                .filter(server -> server.getBoolean("[@enabled]", true))
                .filter(server -> tls(server).filter(tls::equals).isPresent())
                .flatMap(server -> port(server).map(port -> new Listener(tls, port, logins(server, authentication))).stream())
                .findFirst()
                .ifPresent(listeners::add);
        }
        return listeners;
    }

    private static Optional<Tls> tls(HierarchicalConfiguration<ImmutableNode> server) {
        if (server.getBoolean("tls[@socketTLS]", false)) {
            return Optional.of(Tls.IMPLICIT);
        }
        return server.getBoolean("tls[@startTLS]", false) ? Optional.of(Tls.STARTTLS) : Optional.empty();
    }

    private static Optional<Integer> port(HierarchicalConfiguration<ImmutableNode> server) {
        return Stream.of(server.getString("bind", "").split(","))
            .map(bind -> bind.substring(bind.lastIndexOf(':') + 1).strip())
            .filter(port -> port.matches("\\d{1,5}"))
            .map(Integer::valueOf)
            .findFirst();
    }

    private static List<Login> logins(HierarchicalConfiguration<ImmutableNode> server, AuthenticationFile authentication) {
        Optional<List<String>> chosen = server.configurationsAt(HANDLER).stream()
            .filter(handler -> handler.getString("[@class]", "").equals(Auth.class.getName()))
            .flatMap(handler -> Optional.ofNullable(handler.getString("mechanisms")).stream())
            .map(names -> List.of(names.strip().toUpperCase(Locale.ROOT).split("[\\s,]+")))
            .findFirst();
        List<Login> logins = new ArrayList<>();
        if (has(chosen, "PLAIN", "LOGIN")) {
            logins.add(Login.PASSWORD);
        } else if (has(chosen, "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")) {
            logins.add(Login.HIDDEN_PASSWORD);
        }
        if (authentication.has("oauth") && has(chosen, "XOAUTH2", "OAUTHBEARER")) {
            logins.add(Login.TOKEN);
        }
        if (authentication.has("clientCertificates") && has(chosen, "EXTERNAL")) {
            logins.add(Login.CERTIFICATE);
        }
        return logins;
    }

    /** A listener that chooses none has all. */
    private static boolean has(Optional<List<String>> chosen, String... mechanisms) {
        return chosen.isEmpty() || Stream.of(mechanisms).anyMatch(chosen.get()::contains);
    }
}
