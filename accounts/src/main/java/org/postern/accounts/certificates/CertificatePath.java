// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a certificate comes from one of our authorities, is valid and not revoked (RFC 5280 §6), and is meant for a client of
 * TLS (§4.2.1.12).
 */
final class CertificatePath {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    /** Of the key usages (RFC 5280 §4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private final Set<TrustAnchor> anchors;
    private final RevocationLists revocations;

    CertificatePath(List<X509Certificate> authorities, RevocationLists revocations) {
        anchors = authorities.stream().map(authority -> new TrustAnchor(authority, null)).collect(Collectors.toSet());
        this.revocations = revocations;
    }

    /**
     * @param chain the client's certificate, and behind it those that lead to the authority
     * @return why not, in a few words; empty when all is well
     * @throws IOException when it is not known whether it is revoked
     */
    Optional<String> objection(List<X509Certificate> chain) throws IOException {
        try {
            Optional<String> objection = use(chain.get(0));
            if (objection.isPresent()) {
                return objection;
            }
            List<X509Certificate> path = chain.stream().takeWhile(certificate -> !isAuthority(certificate)).toList();
            if (path.isEmpty()) {
                return Optional.of("an authority itself");
            }
            validate(CertificateFactory.getInstance("X.509").generateCertPath(path));
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            if (e.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                throw new IOException("No revocation list of the issuer that is valid now: " + e.getMessage(), e);
            }
            return Optional.of(e.getReason() == BasicReason.UNSPECIFIED ? e.getMessage() : e.getReason().toString());
        } catch (GeneralSecurityException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> use(X509Certificate certificate) throws CertificateException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        boolean[] uses = certificate.getKeyUsage();
        return purposes == null || !purposes.contains(CLIENT_AUTHENTICATION) || uses != null && !uses[DIGITAL_SIGNATURE]
            ? Optional.of("not for client authentication")
            : Optional.empty();
    }

    private boolean isAuthority(X509Certificate certificate) {
        return anchors.stream().anyMatch(anchor -> anchor.getTrustedCert().equals(certificate));
    }

    private void validate(CertPath path) throws GeneralSecurityException, IOException {
        PKIXParameters parameters = new PKIXParameters(anchors);
        // Java asks no server of the certificate's choice, unless its own properties say so.
        parameters.setRevocationEnabled(revocations.areUsed());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations.current())));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX").validate(path, parameters);
        // The path does not cover it.
        result.getTrustAnchor().getTrustedCert().checkValidity();
    }
}
