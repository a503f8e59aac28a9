// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth.scram;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSession;

/**
 * Channel binding of the type {@code tls-server-end-point} (RFC 5929 §4): the hash of the certificate that the server has shown, so
 * that a proof given to another server is worth nothing here. Defined for TLS 1.2 and 1.3 alike.
 */
final class ServerEndPoint {
    static final String TYPE = "tls-server-end-point";

    private static final Pattern HASH = Pattern.compile("(MD5|SHA-?1|SHA[0-9-]+)WITH.*");

    private ServerEndPoint() {
    }

    /** @return empty when there is no certificate, or one whose signature has no hash that the RFC could mean */
    static Optional<byte[]> data(SSLSession tls) {
        Certificate[] shown = tls.getLocalCertificates();
        return shown != null && shown.length > 0 && shown[0] instanceof X509Certificate certificate ? data(certificate) : Optional.empty();
    }

    static Optional<byte[]> data(X509Certificate certificate) {
        try {
            Optional<String> hash = hash(certificate);
            return hash.isEmpty()
                ? Optional.empty()
                : Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> hash(X509Certificate certificate) throws GeneralSecurityException, IOException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(algorithm);
            parameters.init(certificate.getSigAlgParams());
            return Optional.of(strong(parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()));
        }
        Matcher matcher = HASH.matcher(algorithm);
        return matcher.matches() ? Optional.of(strong(matcher.group(1))) : Optional.empty();
    }

    /** RFC 5929 §4.1: SHA-256 in the place of what is too weak. */
    private static String strong(String hash) {
        return switch (hash) {
            case "MD5", "SHA1", "SHA-1" -> "SHA-256";
            default -> hash.startsWith("SHA-") || hash.startsWith("SHA3-") ? hash : hash.replace("SHA", "SHA-");
        };
    }
}
