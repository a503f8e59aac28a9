// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.james.core.Domain;

/**
 * What the XML says of an issuer.
 *
 * @param name its URL, exactly as its tokens have it
 * @param audiences a token has to be for one of these
 * @param algorithms of signatures, as JWA (RFC 7518) names them
 * @param keys where its public keys are
 * @param identity the claim that has the person's address or name
 * @param domains of the people for whom it may speak, the first one for names without; empty for all
 * @param scope that a token must have
 * @param skew by which its clock and ours may differ
 * @param timeout for one answer of it
 * @param introspection how to ask it about tokens that cannot be read here
 */
public record IssuerSettings(String name, Set<String> audiences, Set<String> algorithms, KeyLocation keys, String identity,
        List<Domain> domains, Optional<String> scope, Duration skew, Duration timeout, Optional<Introspection> introspection) {
    /** Where keys are found. */
    public sealed interface KeyLocation {
        /** A JSON Web Key Set (RFC 7517 §5). */
        record KeySet(URI url) implements KeyLocation {
        }

        /** A document that names it (OpenID Connect Discovery §4, RFC 8414 §3). */
        record Discovery(URI url) implements KeyLocation {
        }
    }

    /**
     * How to ask (RFC 7662).
     *
     * @param all whether it is asked about tokens too whose signature is good
     */
    public record Introspection(URI url, String clientId, ClientSecret secret, boolean all) {
    }

    /** By which the issuer knows this server. Not for a log. */
    public record ClientSecret(String text) {
        @Override
        public String toString() {
            return "secret";
        }
    }

    public IssuerSettings {
        audiences = Set.copyOf(audiences);
        domains = List.copyOf(domains);
        algorithms = Set.copyOf(algorithms);
    }

    /** For clients that have to find out where to get a token. */
    Optional<URI> discovery() {
        return keys instanceof KeyLocation.Discovery discovery ? Optional.of(discovery.url()) : Optional.empty();
    }
}
