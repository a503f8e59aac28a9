// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.inject.Inject;

import org.postern.accounts.certificates.ClientCertificates;
import org.postern.accounts.certificates.ClientCertificates.Judgement;
import org.postern.accounts.certificates.ClientCertificates.Outcome;
import org.postern.hooks.Connection;
import org.postern.submission.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EXTERNAL (RFC 4422, appendix A): the client is who the certificate says that it has shown for its TLS connection. The client sends
 * who to act as, or nothing. Announced to a client whose certificate is good for it; to others it says in the log why not.
 */
public final class External implements SaslMechanism {
    private static final Logger LOGGER = LoggerFactory.getLogger(External.class);
    private static final int SHOWN_SUBJECT = 200;

    private final ClientCertificates certificates;

    @Inject
    public External(ClientCertificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public String name() {
        return "EXTERNAL";
    }

    @Override
    public List<X509Certificate> authorities() {
        return certificates.authorities();
    }

    @Override
    public boolean isAvailable(Peer peer) {
        return !certificates.authorities().isEmpty() && !shown(peer).isEmpty();
    }

    @Override
    public boolean isAnnounced(Peer peer) {
        if (!isAvailable(peer)) {
            return false;
        }
        List<X509Certificate> shown = shown(peer);
        if (certificates.judge(shown) instanceof Judgement.Refused refused) {
            LOGGER.info("client certificate not accepted subject=\"{}\" client={} session={} reason=\"{}\"", subject(shown),
                peer.client().address(), peer.client().session(), Printable.line(refused.reason(), SHOWN_SUBJECT));
            return false;
        }
        return true;
    }

    @Override
    public SaslExchange begin(Peer peer) {
        return new SaslExchange() {
            @Override
            public Step start() {
                return new Step.Challenge(new byte[0]);
            }

            @Override
            public Step next(byte[] response) {
                return login(shown(peer), new String(response, StandardCharsets.UTF_8));
            }
        };
    }

    private SaslExchange.Step login(List<X509Certificate> shown, String authorization) {
        Outcome outcome = certificates.login(shown);
        if (outcome instanceof Outcome.Proved proved) {
            return SaslExchange.Step.authenticated(proved.proof(), proved.proof().username().asString(), authorization);
        }
        if (outcome instanceof Outcome.Unavailable unavailable) {
            return new SaslExchange.Step.Unavailable(subject(shown), unavailable.cause());
        }
        return new SaslExchange.Step.Failed(subject(shown), ((Outcome.Refused) outcome).reason());
    }

    private static List<X509Certificate> shown(Peer peer) {
        return peer.tls().map(Connection::certificates).orElse(List.of());
    }

    private static String subject(List<X509Certificate> shown) {
        return Printable.line(shown.get(0).getSubjectX500Principal().getName(), SHOWN_SUBJECT);
    }
}
